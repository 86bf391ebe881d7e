// Which optional packages a lockfile names without having an entry for them.

// Platforms as Node names them (process.platform, process.arch), and WebAssembly.
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];
const exactVersion = /^\d+\.\d+\.\d+[-+.\w]*$/;

/**
 * The part of a lockfile that matters here.
 *
 * @typedef {Record<string, { optionalDependencies?: Record<string, string> }>} Packages
 */

/**
 * The entries to add, by their place in the tree ('node_modules/...'). Only exact versions that
 * name a platform are added; anything else missing is npm's to resolve.
 *
 * @param {Packages} packages
 */
export function missingEntries(packages) {
  /** @type {Record<string, object>} */
  const missing = {};
  for (const [place, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isPresent(packages, place, name) || !exactVersion.test(version)) continue;
      const platform = platformOf(name);
      if (platform !== undefined) {
        missing[`node_modules/${name}`] = { version, ...platform, optional: true };
      }
    }
  }
  return missing;
}

/**
 * What a package's name says about where it can be installed; undefined when it says nothing.
 *
 * @param {string} name
 */
export function platformOf(name) {
  const words = (name.split('/').at(-1) ?? '')
    .split('-')
    .map((word) => word.replace(/eabi.*/, 'arm'));
  const cpu = processors.filter((processor) => words.includes(processor));
  const os = systems.filter((system) => words.includes(system));
  if (cpu.length === 0 || (os.length === 0 && !cpu.includes('wasm32'))) return undefined;
  const isMusl = words.some((word) => word.startsWith('musl'));
  const isGnu = words.some((word) => word.startsWith('gnu'));
  const libc = os.includes('linux') && (isMusl || isGnu) ? [isMusl ? 'musl' : 'glibc'] : [];
  return {
    cpu,
    ...(os.length > 0 ? { os } : {}),
    ...(libc.length > 0 ? { libc } : {}),
  };
}

/**
 * True when the package at a place finds a dependency in its own folder or one further up.
 *
 * @param {Packages} packages
 * @param {string} place
 * @param {string} name
 */
function isPresent(packages, place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[candidate] !== undefined) return true;
    if (folder === '') return false;
  }
}
