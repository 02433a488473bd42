import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { FileRejectedError, type FileRejectionCode } from '../file-rejected.error';

/** Text of a value beyond this length is cut: the longest value of any layout ends far below. */
export const MAX_TEXT_LENGTH = 65_536;

/** Comments, attributes and white space may not be longer. */
const MAX_TOKEN_LENGTH = 1_048_576;

/** The layouts are four deep; what is deeper is at fault, and this bounds what the parser remembers of it. */
const MAX_DEPTH = 64;

/** Of a tag that is not yet complete; the namespace declarations and schema hints of an honest writer are far fewer. */
const MAX_ATTRIBUTES = 1000;

/** The states of saxes within a DOCTYPE, from its first character behind `<!DOCTYPE` to the last one before `>`. */
const FIRST_DOCTYPE_STATE = 2;
const LAST_DOCTYPE_STATE = 12;

const BYTE_ORDER_MARK = '\uFEFF';

const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const SCHEMA_HINTS = ['schemaLocation', 'noNamespaceSchemaLocation'];

/** What the parser tells: elements of the file's structure, and text. Each may throw a FileRejectedError. */
export interface XmlHandler {
  open(localName: string, namespace: string): void;
  /** Text or CDATA between two tags; may come in several parts. */
  text(text: string): void;
  close(): void;
  /**
   * Whether unfinished text may be thrown away here: it belongs to a value, which is then too long anyway, or to a
   * discarded element. False where only white space may stand.
   */
  mayDropText(): boolean;
}

/**
 * saxes, made safe against hostile files: no DOCTYPE, UTF-8 only, XML 1.0 whatever the declaration says, no attributes
 * but namespace declarations and schema hints, and bounded memory however long a token is.
 *
 * A fault that the handler finds is thrown at the end: until then the file is read on, because a file that is not
 * well-formed XML is `MALFORMED` wherever its structure went wrong first.
 *
 * Six listeners and no more: with a seventh, V8 turns the parser into a hash table and it runs at a fifth of its speed.
 */
export class XmlParser {
  private readonly sax = new SaxesParser({
    xmlns: true,
    position: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  private readonly onText = (text: string): void => this.takeText(text);
  private hasBegun = false;
  private depth = 0;
  private fault: FileRejectedError | null = null;

  constructor(private readonly handler: XmlHandler) {
    this.sax.on('error', (error) => {
      throw this.rejection('MALFORMED', `Not well-formed XML: ${error.message}`);
    });
    this.sax.on('doctype', () => {
      throw this.doctype();
    });
    this.sax.on('opentag', (tag) => this.openTag(tag));
    this.sax.on('closetag', () => this.closeTag());
    this.listenToText();
  }

  /** Line and column of the last character read, both from 1. */
  get position(): { line: number; column: number } {
    return { line: this.sax.line, column: Math.max(1, this.sax.column) };
  }

  /** @throws FileRejectedError `MALFORMED`, `DOCTYPE` or `ENCODING` */
  write(text: string): void {
    // The file's own mark is gone already; saxes would pass over a second one, which is no XML.
    if (!this.hasBegun && text.startsWith(BYTE_ORDER_MARK)) {
      throw this.rejection('MALFORMED', 'A second byte order mark stands before the XML');
    }
    this.hasBegun = true;
    this.sax.write(text);
    this.boundMemory();
  }

  /** @throws FileRejectedError also the first fault of the handler */
  end(): void {
    if (this.isInDoctype()) throw this.doctype();
    this.sax.close();
    if (this.fault !== null) throw this.fault;
  }

  /** saxes collects no text while nobody listens: the content of a discarded element never exists in memory. */
  ignoreText(): void {
    this.sax.off('text');
    this.sax.off('cdata');
  }

  listenToText(): void {
    this.sax.on('text', this.onText);
    this.sax.on('cdata', this.onText);
  }

  rejection(code: FileRejectionCode, message: string): FileRejectedError {
    return new FileRejectedError(code, message, this.position);
  }

  private doctype(): FileRejectedError {
    return this.rejection('DOCTYPE', 'A DOCTYPE is not accepted');
  }

  private isInDoctype(): boolean {
    const { state } = this.sax as unknown as { readonly state: number };
    return state >= FIRST_DOCTYPE_STATE && state <= LAST_DOCTYPE_STATE;
  }

  private openTag(tag: SaxesTagNS): void {
    if (this.depth === 0) this.checkEncoding();
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.rejection('SCHEMA', 'Elements are nested too deeply');
    if (this.fault !== null) return;
    try {
      for (const name in tag.attributes) this.checkAttribute(tag, name);
      this.handler.open(tag.local, tag.uri);
    } catch (error) {
      this.remember(error);
    }
  }

  private takeText(text: string): void {
    if (this.fault !== null) return;
    try {
      this.handler.text(text);
    } catch (error) {
      this.remember(error);
    }
  }

  private closeTag(): void {
    this.depth -= 1;
    if (this.fault !== null) return;
    try {
      this.handler.close();
    } catch (error) {
      this.remember(error);
    }
  }

  private remember(error: unknown): void {
    if (!(error instanceof FileRejectedError)) throw error;
    this.fault = error;
    this.ignoreText();
  }

  private checkEncoding(): void {
    const { encoding } = this.sax.xmlDecl;
    if (encoding === undefined || /^utf-?8$/i.test(encoding)) return;
    throw this.rejection('ENCODING', 'The XML declaration names an encoding other than UTF-8');
  }

  private checkAttribute(tag: SaxesTagNS, name: string): void {
    const attribute = tag.attributes[name];
    if (attribute === undefined || isHarmless(attribute)) return;
    throw this.rejection('SCHEMA', `${tag.local} has an attribute that the layout does not know`);
  }

  /**
   * saxes keeps an unfinished token in these private fields until it ends, which in a hostile file may be never. They are
   * looked at once per block; the tests with giant tokens notice if another version of saxes names them otherwise.
   */
  private boundMemory(): void {
    const { sax } = this;
    if (this.isInDoctype()) throw this.doctype();
    if (sax['attribList'].length > MAX_ATTRIBUTES) {
      throw this.rejection('SCHEMA', 'An element has too many attributes');
    }
    const name = sax['name'].length + sax['entity'].length + sax['piTarget'].length;
    const unfinishedTag = sax['attribList'] as readonly { readonly value: string }[];
    const attributes = unfinishedTag.reduce((sum, { value }) => sum + value.length, 0);
    const pending = sax['text'].length + attributes;
    if (pending > MAX_TEXT_LENGTH && this.handler.mayDropText()) {
      this.takeText(sax['text']);
      sax['text'] = '';
    } else if (name > MAX_TEXT_LENGTH || pending > MAX_TOKEN_LENGTH) {
      throw this.rejection(
        'MALFORMED',
        'A name, comment, attribute or white space is longer than any real one',
      );
    }
  }
}

function isHarmless(attribute: SaxesAttributeNS): boolean {
  if (attribute.name === 'xmlns' || attribute.prefix === 'xmlns') return true;
  return attribute.uri === SCHEMA_INSTANCE && SCHEMA_HINTS.includes(attribute.local);
}
