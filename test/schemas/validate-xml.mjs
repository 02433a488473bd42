/**
 * Validates XML files against a schema with libxml2, in a process of its own because jest cannot load a WebAssembly module
 * that awaits at top level.
 *
 * Reads `{"schema": path, "documents": [text…]}` from standard input; prints one error text or null per document as JSON.
 */
import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

xmlRegisterFsInputProviders();
const { schema, documents } = JSON.parse(readFileSync(0, 'utf8'));
const validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(schema), { url: schema }));

function validate(text) {
  try {
    validator.validate(XmlDocument.fromString(text));
    return null;
  } catch (error) {
    return error.message;
  }
}

process.stdout.write(JSON.stringify(documents.map(validate)));
