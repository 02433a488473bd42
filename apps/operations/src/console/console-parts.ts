import type { Provider, Type } from '@nestjs/common';
import { ChangeFeed } from './change-feed';
import { ConsoleController } from './console.controller';
import { MigrationFiguresReader } from './migrations.reader';
import { RecipientPagesController } from './recipient-pages.controller';
import { SlotPagesController } from './slot-pages.controller';
import { SourceFilePagesController } from './source-file-pages.controller';
import { SourceFileFiguresReader } from './source-files.figures';
import { TodayReader } from './today.reader';

export const CONSOLE_CONTROLLERS: Type[] = [
  ConsoleController,
  SlotPagesController,
  RecipientPagesController,
  SourceFilePagesController,
];

export const CONSOLE_PROVIDERS: Provider[] = [
  ChangeFeed,
  TodayReader,
  MigrationFiguresReader,
  SourceFileFiguresReader,
];
