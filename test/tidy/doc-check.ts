// The style rule that asks for a doc comment on everything exported.

import ts from 'typescript';
import type { SourceFile } from './text-checks.js';

/** Complains of exported declarations without a doc comment of their own. */
export function checkDocumented(file: SourceFile): string[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const exportedLater = namesExportedLater(tree);
  const documented = new Set<string>();
  const complaints: string[] = [];
  for (const statement of tree.statements) {
    for (const name of declaredNames(statement)) {
      if (!isExported(statement) && !exportedLater.has(name)) continue;
      if (hasDocComment(statement)) documented.add(name);
      // The first of several overloads speaks for all of them.
      if (documented.has(name)) continue;
      const { line } = tree.getLineAndCharacterOfPosition(statement.getStart(tree));
      complaints.push(`${file.path}:${line + 1}: exported '${name}' has no doc comment`);
    }
  }
  return complaints;
}

/** Names in `export { a, b as c };` of this module itself. */
function namesExportedLater(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of tree.statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) continue;
    if (statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause))
      continue;
    for (const element of statement.exportClause.elements) {
      names.add((element.propertyName ?? element.name).text);
    }
  }
  return names;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((each) => each.name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function hasDocComment(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).some((node) => {
    const comment = ts.isJSDoc(node) ? ts.getTextOfJSDocComment(node.comment) : undefined;
    return comment !== undefined && comment.trim() !== '';
  });
}
