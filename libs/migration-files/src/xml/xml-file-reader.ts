import { FileIntake } from '../file-intake';
import type { FileKind } from '../file-kind';
import type { XmlLayout } from '../file-layout';
import type { ParsedFileName } from '../file-name';
import type { ElementFields } from './element-fields';
import { fileElement } from './element-rule';
import { ElementTreeReader } from './element-tree-reader';

/**
 * Reads an XML file: `Header`, then any number of `Installation`.
 *
 * Decided where the layout leaves a choice (fine print 31): a missing or misplaced element of the header is a fault of
 * structure (`SCHEMA`), an empty or wrong one of the header (`HEADER`); a file without an installation is in order if
 * its header says so.
 */
export class XmlFileReader {
  readonly intake: FileIntake<ElementFields>;
  private readonly tree: ElementTreeReader;

  constructor(layout: XmlLayout<FileKind>, name: ParsedFileName) {
    this.intake = new FileIntake(layout, name);
    const root = fileElement(layout.root, layout.headerElements, layout.installationElements);
    this.tree = new ElementTreeReader(root, {
      onChildOfRoot: (element, fields) => {
        if (element === 'Header') this.intake.takeHeader(fields, this.position);
        else this.intake.takeRecord(fields);
      },
    });
  }

  get position(): { line: number; column: number } {
    return this.tree.position;
  }

  write(text: string): void {
    this.tree.write(text);
  }

  end(): void {
    this.tree.end();
    this.intake.finish();
  }
}
