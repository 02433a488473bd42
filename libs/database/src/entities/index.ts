import { Issue } from './issue.entity';
import { Slot } from './slot.entity';
import { SourceFile } from './source-file.entity';

export { Issue, Slot, SourceFile };
export { SLOT_STATES } from './slot.entity';
export type { SlotState } from './slot.entity';
export type { SourceFileState } from './source-file.entity';

export const ENTITIES = [SourceFile, Slot, Issue];
