/** Places of the viewer as fragments of its address, so that a link leads to a step. */

/** Where the reader is. Findings and steps count from 1; step 0 is the beginning. */
export type Route =
  | { readonly page: 'overview' | 'matrix' | 'clauses' | 'history' }
  | { readonly page: 'clause'; readonly id: string }
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
  return { page: 'overview' };
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
