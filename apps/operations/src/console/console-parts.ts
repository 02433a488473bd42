import type { Provider, Type } from '@nestjs/common';
import { AdminPagesController } from './admin-pages.controller';
import { AlertPagesController } from './alert-pages.controller';
import { ChangeFeed } from './change-feed';
import { ConsoleController } from './console.controller';
import { IssuePagesController } from './issue-pages.controller';
import { LateSlotsReader } from './late-slots.reader';
import { MigrationFiguresReader } from './migrations.reader';
import { PreviewPageController } from './preview-page.controller';
import { RecipientPagesController } from './recipient-pages.controller';
import { ReleasePagesController } from './release-pages.controller';
import { SlotListController } from './slot-list.controller';
import { SlotPagesController } from './slot-pages.controller';
import { SourceFilePagesController } from './source-file-pages.controller';
import { SourceFileFiguresReader } from './source-files.figures';
import { TodayReader } from './today.reader';

export const CONSOLE_CONTROLLERS: Type[] = [
  ConsoleController,
  SlotListController,
  SlotPagesController,
  IssuePagesController,
  PreviewPageController,
  ReleasePagesController,
  AlertPagesController,
  AdminPagesController,
  RecipientPagesController,
  SourceFilePagesController,
];

export const CONSOLE_PROVIDERS: Provider[] = [
  ChangeFeed,
  TodayReader,
  LateSlotsReader,
  MigrationFiguresReader,
  SourceFileFiguresReader,
];
