import { FileRejectedError } from '../file-rejected.error';
import { copiedStart } from '../record-problem';

/**
 * A field beyond this length is cut: every field of every layout ends far below, so its record is set aside as too long,
 * while a field of gigabytes costs no memory.
 */
const MAX_FIELD_LENGTH = 65_536;

/** More fields than any record has: those behind them are dropped, and the reader of the file kind refuses the row. */
export const MAX_FIELDS = 64;

const NUL = 0;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

type State = 'field-start' | 'unquoted' | 'quoted' | 'quote-in-quoted' | 'after-cr';

/**
 * Cuts text into RFC 4180 rows, strictly: a quote stands only around a whole field or doubled within it, and a CR outside
 * quotes only before a LF. Rows end in LF or CRLF; the last one may have no end. A row without any character is a row of
 * one empty field, as RFC 4180 has it. NUL is no text; other control characters are kept.
 *
 * Its own, because a refusal must name line and column, a bare CR must be told from a quoted one, and neither a giant
 * field nor millions of commas may fill the memory; the tests compare it with csv-parse on what both accept.
 */
export class CsvTokenizer {
  private state: State = 'field-start';
  private row: string[] = [];
  private field = '';
  /** Where the part of the current field begins that is not yet in `field`, in the text being written. */
  private from = 0;
  private line = 1;
  private rowLine = 1;
  /** Where the current line begins, in the text being written; negative if an earlier text began it. */
  private lineStart = 0;
  private quoteOpenedAt = { line: 1, column: 1 };

  constructor(private readonly onRow: (fields: readonly string[], line: number) => void) {}

  /** Line of the next character, and the column before it, both from 1; valid between two writes. */
  get position(): { line: number; column: number } {
    return { line: this.line, column: Math.max(1, -this.lineStart) };
  }

  /** @throws FileRejectedError `MALFORMED` with line and column. */
  write(text: string): void {
    this.from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      // Most characters mean nothing to the format; they are only walked over.
      if (code > COMMA && (this.state === 'unquoted' || this.state === 'quoted')) continue;
      this.step(text, code, at);
      if (code === LF) {
        this.line += 1;
        this.lineStart = at + 1;
      }
    }
    if (this.state === 'unquoted' || this.state === 'quoted') this.keep(text.slice(this.from));
    this.lineStart -= text.length;
  }

  /** @throws FileRejectedError `MALFORMED` if the text ends inside quotes or on a bare CR. */
  end(): void {
    if (this.state === 'quoted') {
      throw new FileRejectedError('MALFORMED', 'A quoted field is not closed', this.quoteOpenedAt);
    }
    if (this.state === 'after-cr') throw this.malformed('a CR must be followed by a LF', 0);
    if (this.state !== 'field-start' || this.row.length > 0) {
      this.endField();
      this.endRow();
    }
  }

  private step(text: string, code: number, at: number): void {
    if (code === NUL) throw this.malformed('a NUL character is no text', at + 1);
    switch (this.state) {
      case 'field-start':
        if (code === QUOTE) this.openQuotes(at);
        else if (!this.endsField(code)) this.startText(at);
        break;
      case 'unquoted':
        if (code === QUOTE) throw this.malformed('a quote stands inside an unquoted field', at + 1);
        if (code === COMMA || code === LF || code === CR) {
          this.keep(text.slice(this.from, at));
          this.endsField(code);
        }
        break;
      case 'quoted':
        if (code === QUOTE) {
          this.keep(text.slice(this.from, at));
          this.state = 'quote-in-quoted';
        }
        break;
      case 'quote-in-quoted':
        if (code === QUOTE) {
          this.from = at;
          this.state = 'quoted';
        } else if (!this.endsField(code)) {
          throw this.malformed('text follows a closing quote', at + 1);
        }
        break;
      case 'after-cr':
        if (code !== LF) throw this.malformed('a CR must be followed by a LF', at + 1);
        this.endField();
        this.endRow();
    }
  }

  private openQuotes(at: number): void {
    this.state = 'quoted';
    this.from = at + 1;
    this.quoteOpenedAt = { line: this.line, column: at + 1 - this.lineStart };
  }

  private startText(at: number): void {
    this.state = 'unquoted';
    this.from = at;
  }

  /** Ends field or row if the character does so. */
  private endsField(code: number): boolean {
    if (code === CR) {
      this.state = 'after-cr';
      return true;
    }
    if (code !== COMMA && code !== LF) return false;
    this.endField();
    if (code === LF) this.endRow();
    return true;
  }

  private keep(part: string): void {
    if (this.field.length >= MAX_FIELD_LENGTH - 1) return; // one less where a character would be torn
    const whole = this.field === '' ? part : this.field + part;
    this.field = whole.length > MAX_FIELD_LENGTH ? copiedStart(whole, MAX_FIELD_LENGTH) : whole;
  }

  private endField(): void {
    if (this.row.length <= MAX_FIELDS) this.row.push(this.field);
    this.field = '';
    this.state = 'field-start';
  }

  private endRow(): void {
    const row = this.row;
    const line = this.rowLine;
    this.row = [];
    this.rowLine = this.line + 1;
    this.onRow(row, line);
  }

  private malformed(what: string, charactersRead: number): FileRejectedError {
    const column = Math.max(1, charactersRead - this.lineStart);
    return new FileRejectedError('MALFORMED', `Not RFC 4180: ${what}`, { line: this.line, column });
  }
}
