/**
 * The floors of the house (docs/architecture.md): a file imports only from lower floors, folders of one floor don't
 * import each other, and there are no circles. `platform` and `core` share the ground floor and are open to all.
 *
 * Which globals a floor may name (`Atomics`, clocks, chance) is biome's part: see biome.json.
 */
const FLOORS = [
  ['platform', 'core'],
  ['trace', 'coroutine', 'camp', 'queue'],
  ['park', 'futures', 'sync', 'time', 'codec'],
  ['combinators'],
  ['executor'],
  ['block-on'],
  ['channel', 'lock'],
  ['threads'],
  ['cli', 'synckit', 'testing'],
];

/**
 * Folders in which a module of Node's may be named; a library that browsers load too has no others. src/testing/model is
 * the platform's replacement in a checked thread, and a program of its own.
 */
const NODE_FOLDERS = ['platform', 'cli', 'synckit', 'testing/model'];

/** Folders that get Node's modules when they are called, by `process.getBuiltinModule`, and import their types only. */
const NODE_TYPES_FOLDERS = ['testing/explore'];

/** The optional packages, and the one folder that may import each: an entry point of its own. */
const PACKAGES = [
  ['fast-check', 'testing/fast-check'],
  ['msgpackr', 'codec/msgpack'],
];

const inside = (folders) => `^src/(?:${folders.join('|')})/`;

/** The folder's own floor and the ones above are closed to it, apart from itself. */
const floorRules = FLOORS.flatMap((folders, floor) =>
  folders.map((folder) => ({
    name: `floor-${floor}-${folder}`,
    comment: `src/${folder} is on floor ${floor}: it may import itself${floor > 0 ? ' and lower floors' : ' and nothing else'}.`,
    severity: 'error',
    from: { path: inside([folder]) },
    to: { path: '^src/', pathNot: inside([folder, ...FLOORS.slice(0, floor).flat()]) },
  })),
);

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'known-folder-from',
      comment: 'Every file of src stands in a folder with a floor: give the folder one in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/.+/', pathNot: inside(FLOORS.flat()) },
      to: {},
    },
    {
      name: 'known-folder-to',
      comment: 'Every file of src stands in a folder with a floor: give the folder one in .dependency-cruiser.cjs.',
      severity: 'error',
      from: {},
      to: { path: '^src/.+/', pathNot: inside(FLOORS.flat()) },
    },
    {
      name: 'no-circles',
      comment:
        'Modules that run in a circle start in an order nobody chose. A circle that one `import type` opens is allowed: ' +
        'it is gone when the program runs, and the floors keep it inside one folder.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-packages',
      comment: 'The library has no runtime dependencies, and does not import itself by its package name.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules|^(?:dist|test|bench|examples|scripts)/',
        pathNot: PACKAGES.map(([name]) => `node_modules/${name}/`),
      },
    },
    ...PACKAGES.map(([name, folder]) => ({
      name: 'no-packages',
      comment: `Only src/${folder} may import ${name}, so that the rest works without it.`,
      severity: 'error',
      from: { path: '^src/', pathNot: inside([folder]) },
      to: { path: `node_modules/${name}/` },
    })),
    {
      name: 'no-node-modules-above-platform',
      comment: `Only ${NODE_FOLDERS.map((folder) => `src/${folder}`).join(', ')} may import Node's own modules.`,
      severity: 'error',
      from: { path: '^src/', pathNot: inside([...NODE_FOLDERS, ...NODE_TYPES_FOLDERS]) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-node-modules-above-platform',
      comment: `${NODE_TYPES_FOLDERS.map((folder) => `src/${folder}`).join(', ')} may import types of Node's modules only.`,
      severity: 'error',
      from: { path: inside(NODE_TYPES_FOLDERS) },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true, // so that `import type` counts: a type is knowledge of the other floor too
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
