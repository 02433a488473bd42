/** What Graph charges for a request to SharePoint, in resource units of the app's budget per minute. */
export const RESOURCE_UNITS = {
  /** One item, or the state of an upload. */
  read: 1,
  /** List, create, update, delete, upload. Whether a range of a large upload counts is not told, so it does. */
  write: 2,
  permissions: 5,
} as const;

export const MOST_UNITS_OF_A_REQUEST = RESOURCE_UNITS.permissions;
