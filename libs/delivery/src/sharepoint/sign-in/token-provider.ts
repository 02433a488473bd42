/** Tokens for Graph. */
export interface TokenProvider {
  /**
   * @param refused a token that was just answered with 401; another one is fetched then
   * @throws SignInRefusedError; ThrottledError if it wants to be asked later; UnavailableError if the identity provider cannot be reached
   */
  token(refused?: string): Promise<string>;
}
