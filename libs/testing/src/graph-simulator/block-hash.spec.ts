import { quickXorHashOf } from './block-hash';

/** Published vectors: content and hash, both in base64. */
it.each([
  ['', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['tbQ=', 'taAFAAAAAAAAAAAAAgAAAAAAAAA='],
  ['gQaybEqS/4UlDc8e4IJm', 'gDCALNigBEn8oxAlZ8AzPAAOQZg='],
  ['XBV6YKU9V7yMakZnFIxIkuU=', 'HbplHsBQih5cgReMQYMRzkABRiA='],
  ['NbYXsp5/K6mR+NmHwExjvWeWDJFnXTKWVlzYHoesp2E=', 'wjuAuWDiq04qDt1R8hHWDDcwVoQ='],
])('the hash of %s is %s, however it is cut', (content, hash) => {
  const bytes = Buffer.from(content, 'base64');
  expect(quickXorHashOf([bytes])).toBe(hash);
  expect(quickXorHashOf([bytes.subarray(0, 1), bytes.subarray(1)])).toBe(hash);
});
