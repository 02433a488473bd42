import { FileRejectedError } from '../file-rejected.error';
import { copiedStart } from '../record-problem';
import { ElementFields } from './element-fields';
import type { ElementRule } from './element-rule';
import { MAX_TEXT_LENGTH, XmlParser, type XmlHandler } from './xml-parser';

export const NAMESPACE = 'urn:mrr:migration-files:1';

/**
 * Characters of one child of the root beyond which its further values are cut short: no installation holds a hundredth of
 * it, while ten thousand devices with values of full length would fill the memory.
 */
const MAX_RECORD_TEXT = 4_194_304;

/** What is kept of a value then: longer than any text of a layout, so that it is still found to be too long. */
const MAX_TEXT_OF_FULL_RECORD = 256;

/** One open element that has child elements. */
interface OpenElement {
  readonly rule: ElementRule;
  readonly children: readonly ElementRule[];
  readonly fields: ElementFields;
  /** Position of the child rule that stood last, and how often it stood. */
  at: number;
  times: number;
}

export interface TreeListener {
  /** A child of the root is complete, in the order of the file. */
  onChildOfRoot(name: string, fields: ElementFields): void;
}

/**
 * Reads a file whose root has children of fixed layouts (a header, then installations) and hands out each child when it
 * is complete, so that one of them is in memory at a time.
 *
 * Structure is judged here (fine print 31), as `SCHEMA`: namespace, names, order, repetition, absence of a mandatory
 * element, text where elements belong, elements where text belongs, unknown attributes. Comments, processing
 * instructions and CDATA may stand anywhere. An element that is present but empty is a matter of its value.
 */
export class ElementTreeReader implements XmlHandler {
  private readonly parser = new XmlParser(this);
  private readonly stack: OpenElement[] = [];
  private readonly childNames = new Map<ElementRule, readonly string[]>();
  /** Children of the root that were opened: the header, then the records. */
  private childrenOfRoot = 0;
  private leaf: ElementRule | null = null;
  private leafText = '';
  /** Characters in the values of the current child of the root. */
  private recordText = 0;

  constructor(
    private readonly root: ElementRule,
    private readonly listener: TreeListener,
  ) {}

  get position(): { line: number; column: number } {
    return this.parser.position;
  }

  write(text: string): void {
    this.parser.write(text);
  }

  end(): void {
    this.parser.end();
  }

  open(name: string, namespace: string): void {
    if (namespace !== NAMESPACE) throw this.fault(`${name} is not in the namespace ${NAMESPACE}`);
    if (this.leaf !== null) throw this.fault(`${name} stands in ${this.leaf.name}, which holds text`);
    const parent = this.stack.at(-1);
    const rule = parent === undefined ? this.rootRule(name) : this.childRule(parent, name);
    if (typeof rule.content === 'string') {
      this.leaf = rule;
      this.leafText = '';
      if (rule.content === 'discarded') this.parser.ignoreText();
    } else {
      if (this.stack.length === 1) {
        this.childrenOfRoot += 1;
        this.recordText = 0;
      }
      const fields = new ElementFields(this.childNamesOf(rule, rule.content));
      this.stack.push({ rule, children: rule.content, fields, at: 0, times: 0 });
    }
  }

  text(text: string): void {
    if (this.leaf === null) {
      if (!isWhiteSpace(text)) throw this.fault('Text stands where elements belong');
    } else if (this.leafText === '') {
      this.leafText = text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text;
    } else if (this.leafText.length < MAX_TEXT_LENGTH) {
      this.leafText = (this.leafText + text).slice(0, MAX_TEXT_LENGTH);
    }
  }

  close(): void {
    if (this.leaf !== null) {
      this.closeLeaf(this.leaf);
      return;
    }
    const closed = this.stack.pop();
    if (closed === undefined) return;
    this.requireFrom(closed, closed.children.length);
    const { name } = closed.rule;
    const parent = this.stack.at(-1);
    if (this.stack.length === 1) this.listener.onChildOfRoot(name, closed.fields);
    else parent?.fields.addGroup(name, closed.fields);
  }

  mayDropText(): boolean {
    return this.leaf !== null;
  }

  private closeLeaf(leaf: ElementRule): void {
    this.leaf = null;
    if (leaf.content === 'discarded') {
      this.parser.listenToText();
      return;
    }
    if (this.recordText > MAX_RECORD_TEXT && this.leafText.length > MAX_TEXT_OF_FULL_RECORD) {
      this.leafText = copiedStart(this.leafText, MAX_TEXT_OF_FULL_RECORD);
    }
    this.recordText += this.leafText.length;
    const parent = this.stack.at(-1);
    parent?.fields.setText(parent.at, this.leafText);
  }

  private childNamesOf(rule: ElementRule, children: readonly ElementRule[]): readonly string[] {
    let names = this.childNames.get(rule);
    if (names === undefined) {
      names = children.map((child) => child.name);
      this.childNames.set(rule, names);
    }
    return names;
  }

  private rootRule(name: string): ElementRule {
    if (name === this.root.name) return this.root;
    throw this.fault(`The root element is ${name}, not ${this.root.name}`);
  }

  /** Finds the rule of the next child at or after the one that stood last; what is passed over must be optional. */
  private childRule(parent: OpenElement, name: string): ElementRule {
    for (let at = parent.at; at < parent.children.length; at += 1) {
      const rule = parent.children[at];
      if (rule?.name !== name) continue;
      if (at > parent.at) {
        this.requireFrom(parent, at);
        parent.at = at;
        parent.times = 0;
      }
      parent.times += 1;
      if (parent.times > rule.maxTimes) {
        throw this.fault(`${name} stands too often in ${parent.rule.name}`);
      }
      return rule;
    }
    const isKnown = parent.children.some((rule) => rule.name === name);
    const what = isKnown ? 'is out of order in' : 'does not belong in';
    throw this.fault(`${name} ${what} ${parent.rule.name}`);
  }

  /** Faults the absence of a mandatory child from the current one up to, not including, the one at `end`. */
  private requireFrom(element: OpenElement, end: number): void {
    for (let at = element.at; at < end; at += 1) {
      const rule = element.children[at];
      const isPresent = at === element.at && element.times > 0;
      if (rule?.isMandatory && !isPresent) throw this.fault(`${element.rule.name} lacks ${rule.name}`);
    }
  }

  private fault(message: string): FileRejectedError {
    const record = this.childrenOfRoot - 1;
    const where = record > 0 && this.stack.length > 1 ? { ...this.position, record } : this.position;
    return new FileRejectedError('SCHEMA', message, where);
  }
}

function isWhiteSpace(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return false;
  }
  return true;
}
