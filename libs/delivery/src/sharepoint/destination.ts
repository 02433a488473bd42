/** One file in one folder of the library. */
export interface Destination {
  folder: string;
  folderId: string;
  fileName: string;
}

/** For people, and for errors. */
export function describeDestination({ folder, fileName }: Destination): string {
  return `${folder}/${fileName}`;
}
