import { z } from 'zod';
import type { Operation } from './fault-plan';
import type { JournalEntry } from './journal';

/**
 * The shapes of Graph v1.0 as its documentation tells them, as far as the simulator answers with them. Strict: a
 * property that is not documented would let the client lean on something that no tenant has.
 */
const instant = z.iso.datetime();
const eTag = z.string().regex(/^"\{[0-9A-F-]{36}\},\d+"$/);
const context = z.string().startsWith('https://graph.microsoft.com/v1.0/$metadata#');
const base64Of20Bytes = z.string().regex(/^[A-Za-z0-9+/]{27}=$/);

const parentReference = z.strictObject({
  driveId: z.string(),
  driveType: z.enum(['personal', 'business', 'documentLibrary']),
  id: z.string().optional(),
  path: z.string().startsWith('/drives/').optional(),
});

const itemBase = {
  '@odata.context': context.optional(),
  id: z.string().min(1),
  name: z.string().min(1),
  size: z.int().min(0),
  eTag,
  createdDateTime: instant,
  lastModifiedDateTime: instant,
  webUrl: z.url(),
  parentReference,
};
const file = z.strictObject({
  ...itemBase,
  cTag: z.string().regex(/^"c:\{[0-9A-F-]{36}\},\d+"$/),
  file: z.strictObject({
    mimeType: z.string(),
    hashes: z.strictObject({ quickXorHash: base64Of20Bytes.optional() }),
  }),
});
/** Folders of SharePoint have no cTag. */
const folder = z.strictObject({
  ...itemBase,
  folder: z.strictObject({ childCount: z.int().min(0) }),
  root: z.strictObject({}).optional(),
});
const driveItem = z.union([file, folder]);

const uploadSession = z.strictObject({
  '@odata.context': context.optional(),
  uploadUrl: z.url().optional(),
  expirationDateTime: instant,
  nextExpectedRanges: z.array(z.string().regex(/^\d+-\d*$/)).optional(),
});

const site = z.strictObject({ id: z.string(), name: z.string(), displayName: z.string(), webUrl: z.url() });
const drive = z.strictObject({
  id: z.string(),
  name: z.string(),
  driveType: z.enum(['personal', 'business', 'documentLibrary']),
  webUrl: z.url(),
  sharePointIds: z.strictObject({ siteId: z.string(), siteUrl: z.url() }),
});
const permission = z.strictObject({
  id: z.string(),
  roles: z.array(z.enum(['read', 'write', 'owner'])),
  grantedToV2: z.strictObject({
    user: z.strictObject({ id: z.string(), displayName: z.string(), email: z.string() }),
  }),
  inheritedFrom: z.strictObject({ driveId: z.string(), id: z.string() }).optional(),
});

const collectionOf = (element: z.ZodType) =>
  z.strictObject({ value: z.array(element), '@odata.nextLink': z.url().optional() });

const token = z.strictObject({
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
  ext_expires_in: z.int(),
  access_token: z.string().min(1),
});
const metadata = z.looseObject({ issuer: z.url(), token_endpoint: z.url() });
const tokenError = z.strictObject({
  error: z.string(),
  error_description: z.string().startsWith('AADSTS'),
  error_codes: z.array(z.int()),
  correlation_id: z.uuid(),
});
const graphError = z.strictObject({
  error: z.strictObject({
    code: z.string().min(1),
    message: z.string().min(1),
    innerError: z.strictObject({
      code: z.string().optional(),
      date: instant,
      'request-id': z.uuid(),
      'client-request-id': z.string(),
    }),
  }),
});

/** What each operation answers when it is carried out, by status. */
const DOCUMENTED: Partial<Record<Operation, Readonly<Record<number, z.ZodType>>>> = {
  token: { 200: z.union([token, metadata]) },
  find: { 200: driveItem },
  list: { 200: collectionOf(driveItem) },
  'create-folder': { 200: folder, 201: folder },
  'put-content': { 200: file, 201: file },
  'create-session': { 200: uploadSession.required({ uploadUrl: true, nextExpectedRanges: true }) },
  range: { 202: uploadSession },
  'last-range': { 200: file, 201: file, 202: uploadSession },
  'session-status': { 200: uploadSession },
  cancel: {},
  delete: {},
  permissions: { 200: collectionOf(permission) },
};

function shapeOf({ server, operation, status = 0, path, method }: JournalEntry): z.ZodType | undefined {
  if (status >= 400) return server === 'token' ? tokenError : graphError;
  if (/\/drives\/[^/]+$/.test(path)) return drive;
  if (path.startsWith('/v1.0/sites/')) return path.endsWith('/drives') ? collectionOf(drive) : site;
  if (method === 'PATCH') return driveItem;
  return DOCUMENTED[operation]?.[status];
}

/** Answers that the documentation does not know, each with what is wrong; empty if all is well (judge 32). */
export function undocumentedAnswers(journal: readonly JournalEntry[]): string[] {
  return journal.flatMap((entry) => {
    if (entry.answer === undefined) return [];
    const told = `${entry.operation} ${entry.method} ${entry.status}`;
    const shape = shapeOf(entry);
    if (!shape) return [`${told}: no such answer is documented`];
    const { error } = shape.safeParse(entry.answer);
    return error ? [`${told}: ${z.prettifyError(error)}`] : [];
  });
}
