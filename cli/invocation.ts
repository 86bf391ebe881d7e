import path from 'node:path';
import { shellWord } from '../reports/escape.js';

/** How this program was called, so that a printed command works when it is pasted. */
export function invocation(): string {
  const script = process.argv[1] ?? 'marshalcheck';
  const isLinked = path.basename(script, '.cmd') === 'marshalcheck';
  if (isLinked && script.includes(path.join('node_modules', '.bin'))) return 'npx marshalcheck';
  if (isLinked) return 'marshalcheck';
  const near = path.relative(process.cwd(), script);
  return `node ${shellWord(near.startsWith('..') ? script : near)}`;
}

/** A command line of ours, called as this program was. */
export function commandLine(words: readonly string[]): string {
  return [invocation(), ...words.map(shellWord)].join(' ');
}

const WORDS =
  'start|fuzz|check|conform|faults|drivers|replay|reduce|list|scenario|trace|explore|report|' +
  'merge-reports|export|nightly|init|fleet|bisect|cost|prune|--help';
const COMMANDS = new RegExp(`\\bmarshalcheck (?=(?:${WORDS})\\b)`, 'g');

/** Commands within a sentence, called as this program was. */
export function asCalled(sentence: string): string {
  return sentence.replace(COMMANDS, () => `${invocation()} `);
}
