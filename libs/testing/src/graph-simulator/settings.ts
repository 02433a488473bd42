/** What a test can switch, each for one thing on which servers have been seen or documented to differ. */
export interface SimulatorSettings {
  /** The app's grant on the site (Sites.Selected). Managing permissions takes `owner`. */
  siteRole: 'none' | 'read' | 'write' | 'owner';
  tokenLifetimeS: number;
  smallUploadLimitBytes: number;
  /** How a larger PUT is refused: as documented, or as reported from a tenant. */
  smallUploadRefusal: 'tooLarge' | 'contentRange';
  /** Whether an upload URL refuses a token; documented as "may result in 401". */
  uploadRefusesToken: boolean;
  /** A range, not the last, that is no multiple of 320 KiB. */
  misalignedRange: 'failAtLast' | 'refuse';
  /** How an accepted range is answered; `none` leaves the client to ask. */
  nextRanges: 'open' | 'closed' | 'none';
  /** What remains of a range whose connection broke. */
  brokenRange: 'discard' | 'keepPart';
  /** The first range of a session on an existing item is answered with 404 (seen with Office files). */
  existingItemSession404: boolean;
  /** How many reads of a new file show no hash. */
  hashMissingReads: number;
  /** How many reads do not see a new file yet. */
  invisibleReads: number;
  /** Files that are changed on arrival, as SharePoint does with Office files. */
  rewrittenExtensions: string[];
  /** Bytes left in the library; null: enough. */
  quotaLeftBytes: number | null;
  quotaCheckedAt: 'create' | 'commit';
  /** Names that somebody holds open. */
  lockedNames: string[];
  /** Null: no throttling. */
  unitsPerMinute: number | null;
  retryAfter: 'integer' | 'decimal' | 'date' | 'absent';
  /** Whether answers tell, near the end of the budget, what is left of it: beta, at best effort. */
  rateLimitHeaders: boolean;
  throttleStatus: 429 | 503;
  throttleCode: 'activityLimitReached' | 'TooManyRequests';
  /** How fast bodies are read; null: as they come. */
  bytesPerSecond: number | null;
  /** Where clients find these servers, if a proxy gives them names; null: at their own addresses. */
  publicOrigins: { graph: string; token: string; upload: string } | null;
  /** A repeat offender: 503 for everything, for ever. */
  blocked: boolean;
}

export const DEFAULT_SETTINGS: Readonly<SimulatorSettings> = {
  siteRole: 'write',
  tokenLifetimeS: 3599,
  smallUploadLimitBytes: 4 * 2 ** 20,
  smallUploadRefusal: 'tooLarge',
  uploadRefusesToken: true,
  misalignedRange: 'failAtLast',
  nextRanges: 'open',
  brokenRange: 'discard',
  existingItemSession404: false,
  hashMissingReads: 0,
  invisibleReads: 0,
  rewrittenExtensions: ['.docx', '.xlsx', '.pptx'],
  quotaLeftBytes: null,
  quotaCheckedAt: 'create',
  lockedNames: [],
  unitsPerMinute: null,
  retryAfter: 'integer',
  rateLimitHeaders: true,
  throttleStatus: 429,
  throttleCode: 'activityLimitReached',
  bytesPerSecond: null,
  publicOrigins: null,
  blocked: false,
};
