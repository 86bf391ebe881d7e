/** Where a target is: a command line without a shell, or a TCP address. */

import parseWords from 'string-argv';
import type { Address } from './messages.js';

const TCP = /^tcp:\/\/(\[[0-9a-fA-F:]+\]|[^:/[\]]+):(\d{1,5})\/?$/;

/** Reads what `--target` says. Throws RangeError, with what is wrong, for what is neither. */
export function addressOf(text: string): Address {
  if (text.startsWith('tcp:')) {
    const match = TCP.exec(text);
    const port = Number(match?.[2] ?? 0);
    if (match === null || port < 1 || port > 65_535) {
      throw new RangeError(`'${text}' is no TCP address; write tcp://host:port`);
    }
    return { kind: 'tcp', host: match[1].replace(/^\[|\]$/g, ''), port };
  }
  const words = parseWords(text);
  if (words.length === 0 || words[0] === '') throw new RangeError('the command is empty');
  return { kind: 'command', words };
}
