import type { Html } from './layout';

/** The text of a page. All parts are at hand when it is put together, so it is never a promise. */
export function htmlText(content: Html): string {
  if (content instanceof Promise)
    throw new TypeError('A page was put together from parts that were not ready');
  return content.toString();
}
