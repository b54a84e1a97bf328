/** JSON Schema from the contract's TypeScript types. The compiler generates it, so the two can't differ. */
import { resolve } from 'node:path';

import ts from 'typescript';

export type Schema = Record<string, unknown>;

export interface Described {
  summary: string;
  data: Schema | null;
  meta: Schema | null;
  file: string | null;
  errors: string[];
}

const ROOT = resolve(__dirname, '../..');
const ANSWERS = resolve(__dirname, 'answers.ts');
/** Types from this folder become named components of the document. */
const NAMED = resolve(ROOT, 'shared/contracts');

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  types: ['node'],
};

const INSTANT = /^\d|At$|Until$|^until$|^at$|^from$/;

export const describeAnswers = (): { answers: Map<string, Described>; components: Record<string, Schema> } => {
  const program = ts.createProgram([ANSWERS], options);
  const checker = program.getTypeChecker();
  const components: Record<string, Schema> = {};

  const commentOf = (symbol: ts.Symbol): string =>
    ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();

  const literal = (type: ts.Type): unknown => {
    if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
    if (type.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(type) === 'true';
    return undefined;
  };

  const union = (type: ts.UnionType): Schema => {
    const parts = type.types.filter((one) => !(one.flags & ts.TypeFlags.Undefined));
    const nullable = parts.some((one) => one.flags & ts.TypeFlags.Null);
    const rest = parts.filter((one) => !(one.flags & ts.TypeFlags.Null));
    const literals = rest.map(literal);
    const booleans = literals.length === 2 && literals.includes(true) && literals.includes(false);
    if (booleans) return { type: nullable ? ['boolean', 'null'] : 'boolean' };
    if (literals.every((one) => one !== undefined)) return { enum: [...literals.sort(), ...(nullable ? [null] : [])] };
    const schemas = rest.map(schemaOf);
    const [only] = schemas;
    if (!nullable) return schemas.length === 1 && only ? only : { anyOf: schemas };
    if (schemas.length === 1 && only && typeof only.type === 'string') return { ...only, type: [only.type, 'null'] };
    return { anyOf: [...schemas, { type: 'null' }] };
  };

  const propertyOf = (symbol: ts.Symbol): Schema => {
    const declared = symbol.valueDeclaration ?? symbol.declarations?.[0];
    const type = declared ? checker.getTypeOfSymbolAtLocation(symbol, declared) : checker.getTypeOfSymbol(symbol);
    const schema = schemaOf(type);
    const description = commentOf(symbol);
    const texts = schema.type === 'string' || (Array.isArray(schema.type) && schema.type.includes('string'));
    const dated = texts && INSTANT.test(symbol.name) ? { ...schema, format: 'date-time' } : schema;
    return description ? { ...dated, description } : dated;
  };

  const members = (type: ts.Type): Schema => {
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const properties = checker.getPropertiesOfType(type);
    if (index && properties.length === 0) {
      if (index.type.flags & ts.TypeFlags.Never) return { type: 'object' };
      return { type: 'object', additionalProperties: schemaOf(index.type) };
    }
    const required = properties.filter((one) => !(one.flags & ts.SymbolFlags.Optional)).map((one) => one.name);
    return {
      type: 'object',
      properties: Object.fromEntries(properties.map((one) => [one.name, propertyOf(one)])),
      ...(required.length > 0 ? { required } : {}),
    };
  };

  const objectOf = (type: ts.Type): Schema => {
    const symbol = type.aliasSymbol ?? type.symbol;
    const home = symbol?.declarations?.[0]?.getSourceFile().fileName;
    if (!symbol || !home?.startsWith(NAMED) || symbol.name.startsWith('__')) return members(type);
    if (!components[symbol.name]) {
      components[symbol.name] = {};
      const description = commentOf(symbol);
      components[symbol.name] = { ...members(type), ...(description ? { description } : {}) };
    }
    return { $ref: `#/components/schemas/${symbol.name}` };
  };

  const schemaOf = (type: ts.Type): Schema => {
    if (type.isUnion()) return union(type);
    const value = literal(type);
    if (value !== undefined) return { const: value };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return {};
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item ? schemaOf(item) : {} };
    }
    if (type.isIntersection()) return members(type);
    if (type.flags & ts.TypeFlags.Object) return objectOf(type);
    throw new Error(`no JSON Schema for the type ${checker.typeToString(type)}`);
  };

  const source = program.getSourceFile(ANSWERS);
  const found = source?.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === 'Answers');
  if (!found) throw new Error('answers.ts has no interface Answers');

  const part = (type: ts.Type, name: string, at: ts.Node): ts.Type | null => {
    const symbol = checker.getPropertyOfType(type, name);
    return symbol ? checker.getTypeOfSymbolAtLocation(symbol, at) : null;
  };
  const words = (type: ts.Type | null): string[] =>
    type === null ? [] : (type.isUnion() ? type.types : [type]).map((one) => String(literal(one))).sort();

  const answers = new Map<string, Described>();
  for (const symbol of checker.getPropertiesOfType(checker.getTypeAtLocation(found))) {
    const type = checker.getTypeOfSymbolAtLocation(symbol, found);
    const [data, meta] = [part(type, 'data', found), part(type, 'meta', found)];
    answers.set(symbol.name, {
      summary: commentOf(symbol),
      data: data && schemaOf(data),
      meta: meta && schemaOf(meta),
      file: words(part(type, 'file', found))[0] ?? null,
      errors: words(part(type, 'errors', found)),
    });
  }
  return { answers, components };
};
