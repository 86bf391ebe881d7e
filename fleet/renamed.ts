import type { ScopeResult } from './results.js';

/** The report with every file that it names under the name that `name` gives. */
export function renamed(
  report: ScopeResult['report'],
  name: (file: string) => string,
): ScopeResult['report'] {
  const filed = <T extends { readonly file: string }>(each: T): T =>
    each.file === '' ? each : { ...each, file: name(each.file) };
  return {
    ...report,
    findings: report.findings.map(filed),
    scopes: report.scopes.map((scope) => ({
      ...scope,
      unsafe: scope.unsafe.map(filed),
      witness: scope.witness === null ? null : filed(scope.witness),
    })),
  };
}
