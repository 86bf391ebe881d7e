// The pages of the documentation, and what can be picked out of them.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The root of the repository. */
export const root: string = path.resolve(import.meta.dirname, '..', '..', '..');

/** A page by its path from the root. */
export interface Page {
  readonly file: string;
  readonly text: string;
  /** The text without what stands between fences. */
  readonly prose: string;
}

const FENCED = /^```[^]*?^```$/gm;

function pageOf(file: string): Page {
  const text = readFileSync(path.join(root, file), 'utf8');
  return { file, text, prose: text.replace(FENCED, '') };
}

function pagesIn(folder: string): string[] {
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

/** Every page of the documentation. */
export const PAGES: readonly Page[] = [
  'README.md',
  'CHANGELOG.md',
  ...pagesIn('docs'),
  ...pagesIn('docs/decisions'),
].map(pageOf);

/** The page of that name. */
export function page(file: string): Page {
  const found = PAGES.find((each) => each.file === file);
  if (found === undefined) throw new Error(`there is no page ${file}`);
  return found;
}

/** What stands between fences of a language, in order. */
export function fenced(text: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fence)].map((match) => match[1]);
}

/** Code within lines of prose. */
export function inlineCode({ prose }: Page): string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]);
}

/** Command lines of `marshalcheck`, in prose and in indented blocks, remarks cut off. */
export function commandLines(each: Page): string[] {
  const indented = each.prose.split('\n').filter((line) => /^ {4}\S/.test(line));
  const lines = [...inlineCode(each), ...indented.map((line) => line.trim())];
  return lines
    .filter((line) => /^marshalcheck \S/.test(line))
    .map((line) => line.replace(/\s+#.*/, ''));
}

/** Addresses of links that stay within the repository. */
export function links({ prose }: Page): string[] {
  const found = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
  return found.filter((link) => !/^[a-z]+:/.test(link));
}

/** Anchors that a page's headings make. */
export function anchors({ prose }: Page): Set<string> {
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}
