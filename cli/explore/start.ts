/** The scenario that an exploration begins with when none is named. */

/** Two applications, a driver, buffers on both sides of the copy limit, one call. */
export const START = `marshalcheck: 1
title: two applications and a driver
clauses: [SPACE-3]
readings: all
server: both
applications: 2
memory:
  small: {process: app1, size: 100}
  large: {process: app1, size: 17000}
  other: {process: app2, size: 17000}
steps:
  - call: {process: app1, on: call1}
verdict: conforms
`;
