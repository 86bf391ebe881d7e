/** Places of the viewer as fragments of its address, so that a link leads to a step. */

import type { ExplorePlace } from './explore.js';

/** Where the reader is. Findings and steps count from 1; step 0 is the beginning. */
export type Route =
  | { readonly page: 'overview' | 'matrix' | 'clauses' | 'history' }
  | { readonly page: 'clause'; readonly id: string }
  | { readonly page: 'explore'; readonly place: ExplorePlace }
  | { readonly page: 'finding'; readonly number: number; readonly step: number | null };

const PAGES = ['matrix', 'clauses', 'history'] as const;

/** The place that a fragment names; the overview for one that names none. */
export function routeOf(fragment: string): Route {
  const [page = '', first = '', word = '', second = ''] = fragment.replace(/^#\/?/, '').split('/');
  const plain = PAGES.find((each) => each === page);
  if (plain !== undefined) return { page: plain };
  if (page === 'clause' && /^[A-Z]+-[A-Z0-9]+$/.test(first)) return { page: 'clause', id: first };
  if (page === 'finding' && /^\d{1,6}$/.test(first)) {
    const hasStep = word === 'step' && /^\d{1,6}$/.test(second);
    return { page: 'finding', number: Number(first), step: hasStep ? Number(second) : null };
  }
  if (page === 'explore') return exploreRoute(first, word, second);
  return { page: 'overview' };
}

/** `#/explore/PLATFORM/STEPS/NUMBER.NUMBER`. */
function exploreRoute(platform: string, steps: string, path: string): Route {
  const areNumbers = /^\d{1,6}$/.test(platform) && /^\d{1,6}$/.test(steps);
  const taken = path === '' ? [] : path.split('.').map(takenOf);
  const isPath = taken.every((each) => each !== null);
  if (!areNumbers || !isPath) return { page: 'overview' };
  return {
    page: 'explore',
    place: { platform: Number(platform), steps: Number(steps), path: taken },
  };
}

/** A number, or a step that somebody wrote; null for neither. */
function takenOf(word: string): number | string | null {
  if (/^\d{1,6}$/.test(word)) return Number(word);
  if (!word.startsWith('~')) return null;
  try {
    return decodeURIComponent(word.slice(1));
  } catch {
    return null;
  }
}

/** The same as a word of a fragment, without a point or a slash. */
function wordOf(taken: number | string): string {
  if (typeof taken === 'number') return String(taken);
  return `~${encodeURIComponent(taken).replaceAll('.', '%2E')}`;
}

/** The fragment of a place. */
export function fragmentOf(route: Route): string {
  switch (route.page) {
    case 'overview':
      return '#/';
    case 'clause':
      return `#/clause/${route.id}`;
    case 'finding':
      return `#/finding/${route.number}${route.step === null ? '' : `/step/${route.step}`}`;
    case 'explore': {
      const { platform, steps, path } = route.place;
      const words = path.map(wordOf).join('.');
      return `#/explore/${platform}/${steps}${words === '' ? '' : `/${words}`}`;
    }
    case 'matrix':
    case 'clauses':
    case 'history':
      return `#/${route.page}`;
  }
}

/** The step that a key leads to, or null for a key that means nothing here. */
export function stepAfterKey(key: string, step: number, last: number): number | null {
  switch (key) {
    case 'j':
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(step + 1, last);
    case 'k':
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(step - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
