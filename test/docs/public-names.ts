import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** The sources behind the package's entry points. */
export function entryPoints(root: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>;
  };
  const types = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types]));
  return types.map((path) => join(root, path.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts')));
}

/**
 * What a reader of the API reference would miss: each exported name needs a doc comment with an example, which uses the
 * name unless it is only a type; each public member of a class or interface needs a doc comment, unless it overrides one.
 */
export function undocumented(root: string, entries: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();
  const names = new Map<ts.Symbol, string>();
  for (const entry of entries) {
    const source = program.getSourceFile(entry);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${entry}: no such entry point, or it exports nothing`);
    for (const [symbol, name] of namesOf(module, checker)) names.set(symbol, name);
  }
  return [...names].flatMap(([symbol, name]) => {
    const missing = [...missingOfName(symbol, name, checker), ...missingOfMembers(symbol, name, checker)];
    return missing.map((what) => `${place(symbol, root)} ${what}`);
  });
}

/** What a module exports, with the members of the namespaces among it, each of which is documented on its own. */
function namesOf(module: ts.Symbol, checker: ts.TypeChecker): [symbol: ts.Symbol, name: string][] {
  return checker.getExportsOfModule(module).flatMap((symbol): [ts.Symbol, string][] => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return target.flags & ts.SymbolFlags.ValueModule ? namesOf(target, checker) : [[target, symbol.name]];
  });
}

function missingOfName(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): string[] {
  if (!documented(symbol, checker)) return [`${name}: no doc comment`];
  const examples = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
  const texts = examples.map((tag) => ts.displayPartsToString(tag.text)).filter((text) => text.includes('```ts'));
  if (texts.length === 0) return [`${name}: no @example with a \`\`\`ts fence`];
  const used = texts.some((text) => new RegExp(`\\b${name}\\b`).test(text));
  return used || !(symbol.flags & ts.SymbolFlags.Value) ? [] : [`${name}: its @example does not use it`];
}

function missingOfMembers(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): string[] {
  return membersOf(symbol)
    .filter((member) => !hidden(member) && !memberDocumented(member, checker))
    .map((member) => `${name}.${member.name?.getText() ?? 'constructor'}: no doc comment`);
}

type Member = ts.ClassElement | ts.TypeElement | ts.ObjectLiteralElementLike;

/** The members of a class or an interface, or of the object literal behind a constant. */
function membersOf(symbol: ts.Symbol): Member[] {
  return (symbol.declarations ?? []).flatMap((declaration): Member[] => {
    if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)) return [...declaration.members];
    const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value !== undefined && ts.isObjectLiteralExpression(value) ? [...value.properties] : [];
  });
}

/** What users of the package do not see, and what needs no comment of its own. */
function hidden(member: Member): boolean {
  const { Private, Override } = ts.ModifierFlags;
  if (ts.getCombinedModifierFlags(member as ts.Declaration) & (Private | Override)) return true;
  if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) return true;
  if (ts.isConstructorDeclaration(member) && (member.parameters.length === 0 || isOverloaded(member))) return true;
  if (ts.isClassStaticBlockDeclaration(member)) return true;
  return ts.getJSDocTags(member).some((tag) => tag.tagName.text === 'internal');
}

/** Whether this is the body behind signatures, which are what users see. */
function isOverloaded(member: ts.ConstructorDeclaration): boolean {
  return member.body !== undefined && member.parent.members.filter(ts.isConstructorDeclaration).length > 1;
}

function memberDocumented(member: Member, checker: ts.TypeChecker): boolean {
  if (ts.getJSDocCommentsAndTags(member).length > 0) return true;
  const symbol = member.name === undefined ? undefined : checker.getSymbolAtLocation(member.name);
  return symbol !== undefined && documented(symbol, checker);
}

function documented(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '';
}

function place(symbol: ts.Symbol, root: string): string {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return '?';
  const source = declaration.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart(source));
  return `${relative(root, source.fileName)}:${line + 1}`;
}
