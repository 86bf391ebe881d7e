import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { html, markdown, plain, plainLines, shellWord } from '#dist/reports/escape.js';

const nasty = '\u001b[31mred\u0007\u009b2J\u202eback\u2028line\ttab\nend';

describe('text of others', () => {
  test('cannot steer a terminal', () => {
    const safe = plain(nasty);
    expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
    expect(safe).toContain('\\x1b[31mred');
    expect(safe).toContain('\\u{202e}');
    expect(safe).toContain('\\t');
    expect(plainLines('a\nb\u001b')).toBe('a\nb\\x1b');
  });

  test('stays as it is where it is harmless', () => {
    for (const text of ['plain', 'a naïve café', '► ✗ …', '0x80070005']) {
      expect(plain(text)).toBe(text);
    }
  });

  test('cannot leave HTML', () => {
    const text = html("\"><script>alert('x')</script>&amp;");
    expect(text).not.toMatch(/[<>"']/);
    expect(text).toContain('&amp;amp;');
  });

  test('cannot become Markdown', () => {
    expect(markdown('[a](http://x) <b> `c` | *d*')).toBe(
      '\\[a\\]\\(http://x\\) \\<b\\> \\`c\\` \\| \\*d\\*',
    );
  });

  test.each(['plain', 'two words', "it's", '$HOME `id`', 'a\u001bb', 'back\\slash', '*', 'é'])(
    'comes out of a shell as it went in: %j',
    (word) => {
      const script = `printf %s ${shellWord(word)}`;
      expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(word);
    },
  );
});
