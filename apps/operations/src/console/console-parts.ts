import type { Provider, Type } from '@nestjs/common';

export const CONSOLE_CONTROLLERS: Type[] = [];
export const CONSOLE_PROVIDERS: Provider[] = [];
