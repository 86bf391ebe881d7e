/** The viewer: one page for a report, and for the explorer, which brings its own part. */

import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CatalogueEntry } from '../catalogue.js';
import type { Payload } from '../view/payload.js';
import { fragmentOf, type Route, routeOf } from '../view/route.js';
import { ClauseList, ClausePage } from './clauses.js';
import type { Explorer } from './explorer.js';
import { FindingPage } from './finding.js';
import { HistoryPage } from './history.js';
import { MatrixPage } from './matrix.js';
import { Overview } from './overview.js';
import './style.css';
import { unpack } from './unpack.js';

function currentRoute(): Route {
  return routeOf(location.hash);
}

/** The place that the address names. */
function useRoute(): Route {
  const [route, setRoute] = useState(currentRoute);
  useEffect(() => {
    const changed = (): void => {
      const next = currentRoute();
      setRoute((before) => {
        if (before.page !== next.page) {
          scrollTo(0, 0);
          document.querySelector('main')?.focus({ preventScroll: true });
        }
        return next;
      });
    };
    addEventListener('hashchange', changed);
    return () => {
      removeEventListener('hashchange', changed);
    };
  }, []);
  return route;
}

function Header({ payload, route }: { payload: Payload; route: Route }) {
  const { report, explore } = payload;
  const pages: [Route['page'], string, string][] = [['overview', '#/', 'Report']];
  if (explore !== null) pages[0] = ['explore', '#/', 'Explorer'];
  if (report.conformance !== undefined) pages.push(['matrix', '#/matrix', 'Conformance']);
  pages.push(['clauses', '#/clauses', 'Clauses']);
  if (report.history !== undefined) pages.push(['history', '#/history', 'History']);
  const toggle = (): void => {
    const { dataset } = document.documentElement;
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const now = dataset['theme'] ?? (dark ? 'dark' : 'light');
    dataset['theme'] = now === 'dark' ? 'light' : 'dark';
  };
  const page = explore !== null && route.page === 'overview' ? 'explore' : route.page;
  return (
    <header>
      <a
        class="skip"
        href={location.hash}
        onClick={(event) => {
          event.preventDefault();
          document.querySelector('main')?.focus();
        }}
      >
        Skip to the content
      </a>
      <nav aria-label="Pages">
        {pages.map(([each, href, name]) => (
          <a key={each} href={href} aria-current={each === page ? 'page' : undefined}>
            {name}
          </a>
        ))}
        <button type="button" class="theme" onClick={toggle}>
          Light / dark
        </button>
      </nav>
    </header>
  );
}

interface AppProps {
  readonly payload: Payload;
  readonly explorer: typeof Explorer | null;
}

function Page({ payload, route, explorer: Explore }: AppProps & { route: Route }) {
  const [catalogue, setCatalogue] = useState<readonly CatalogueEntry[] | null>(null);
  useEffect(() => {
    void unpack<readonly CatalogueEntry[]>(payload.catalogue).then(setCatalogue);
  }, [payload]);
  const { report, explore } = payload;
  switch (route.page) {
    case 'matrix':
      return <MatrixPage report={report} />;
    case 'clauses':
      return <ClauseList catalogue={catalogue} report={report} />;
    case 'clause':
      return <ClausePage catalogue={catalogue} id={route.id} report={report} />;
    case 'history':
      return <HistoryPage history={report.history} />;
    case 'finding':
      return <FindingPage payload={payload} number={route.number} step={route.step} />;
    case 'explore':
    case 'overview': {
      if (explore === null || Explore === null) return <Overview report={report} />;
      return <Explore start={explore} place={route.page === 'explore' ? route.place : null} />;
    }
  }
}

function App({ payload, explorer }: AppProps) {
  const route = useRoute();
  return (
    <>
      <Header payload={payload} route={route} />
      <main tabIndex={-1}>
        <Page payload={payload} route={route} explorer={explorer} />
      </main>
      <footer>
        marshalcheck {payload.report.marshalcheck} ·{' '}
        <a href={fragmentOf({ page: 'overview' })}>top</a>
      </footer>
    </>
  );
}

/** Shows the payload of the page; `explorer` null: it is a report. */
export function show(explorer: typeof Explorer | null): void {
  const payload = JSON.parse(document.getElementById('payload')?.textContent ?? '') as Payload;
  const root = document.getElementById('app');
  if (root !== null) render(<App payload={payload} explorer={explorer} />, root);
}
