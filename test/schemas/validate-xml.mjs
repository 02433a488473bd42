/**
 * Validates XML documents with libxml2, in a process of its own because jest cannot load a WebAssembly module that awaits
 * at top level.
 *
 * Reads `[{"schema": path, "content": text}…]` from standard input; prints one error text or null per document as JSON.
 */
import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

xmlRegisterFsInputProviders();
const validators = new Map();

function validatorOf(schema) {
  if (!validators.has(schema)) {
    validators.set(
      schema,
      XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(schema), { url: schema })),
    );
  }
  return validators.get(schema);
}

function validate({ schema, content }) {
  const validator = validatorOf(schema);
  try {
    validator.validate(XmlDocument.fromString(content));
    return null;
  } catch (error) {
    return error.message;
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(validate)));
