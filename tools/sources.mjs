// What the build and the test run both need to know of sources and their outputs in dist/.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The endings of the files that tsc writes for one module. */
export const outputEndings = ['.d.ts', '.js.map', '.js'];

/**
 * Every file under a folder, as absolute paths; none when the folder does not exist.
 *
 * @param {string} folder
 */
export function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/**
 * The modules in dist/, by name: 'model/world/layout' for 'dist/model/world/layout.js'.
 *
 * @param {string} root
 */
export function builtModules(root) {
  const dist = path.join(root, 'dist');
  const names = filesUnder(dist).flatMap((file) => {
    const ending = outputEndings.find((candidate) => file.endsWith(candidate));
    return ending === undefined ? [] : [path.relative(dist, file.slice(0, -ending.length))];
  });
  return [...new Set(names)].sort();
}

/**
 * The sources, relative to root, whose built module holds no statement: types and nothing else.
 *
 * @param {string} root
 */
export function modulesWithoutCode(root) {
  return builtModules(root)
    .filter((name) => isWithoutCode(readBuilt(root, name)))
    .map((name) => `${name}.ts`);
}

/**
 * True for JavaScript that only marks itself as a module.
 *
 * @param {string} javaScript
 */
export function isWithoutCode(javaScript) {
  const code = javaScript.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').trim();
  return code === 'export {};';
}

/**
 * @param {string} root
 * @param {string} name
 */
function readBuilt(root, name) {
  const file = path.join(root, 'dist', `${name}.js`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
