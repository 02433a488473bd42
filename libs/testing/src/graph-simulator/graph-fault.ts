/** An error answer of Graph; thrown by whatever refuses a request. */
export class GraphFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly innerCode?: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export const notFound = (innerCode?: string) =>
  new GraphFault(404, 'itemNotFound', 'The resource could not be found.', innerCode);
export const invalidRequest = (message: string, innerCode?: string) =>
  new GraphFault(400, 'invalidRequest', message, innerCode);
export const nameTaken = (message = 'An item with the same name already exists under the parent') =>
  new GraphFault(409, 'nameAlreadyExists', message);
