// @ts-check

/** Lowest first. A workspace may depend on lower layers of its own stack: never up, beside or across. */
const STACKS = [
  [['errors', 'okta-security'], ['dynamo'], ['security'], ['tenancy'], ['cms'], ['api'], ['infra']],
  [['admin-okta'], ['admin']], // the browser knows the API by HTTP, never by import
]
/** They may depend on anything; what ships may use them in its tests only. */
const TOOLS = [
  'okta-emulator',
  'local-cloud',
  'prove',
  'cli',
  'e2e',
  'example-express-api',
  'example-react-spa',
]
/** Published on its own: it brings nothing of ours along. */
const ALONE = ['okta-security']

/** @param {string} from @param {string} to @param {string} type */
function mayDepend(from, to, type) {
  if (TOOLS.includes(from)) return true
  if (TOOLS.includes(to)) return type === 'devDependencies'
  if (ALONE.includes(from)) return false
  const layers = STACKS.find((stack) => stack.flat().includes(from)) ?? []
  const own = layers.findIndex((layer) => layer.includes(from))
  return layers.slice(0, own).flat().includes(to)
}

/** @type {import('@yarnpkg/types').Yarn.Config} */
module.exports = {
  async constraints({ Yarn }) {
    /** @param {string | null} ident */
    const nameOf = (ident) => /^@tenantry\/(.+)$/.exec(ident ?? '')?.[1]
    for (const workspace of Yarn.workspaces()) {
      for (const dependency of Yarn.dependencies({ workspace })) checkVersion(Yarn, dependency)
      if (workspace.cwd === '.') continue
      const from = nameOf(workspace.ident)
      if (!from || ![STACKS, TOOLS].flat(3).includes(from)) {
        workspace.error(`Give ${workspace.ident} its place in yarn.config.cjs.`)
        continue
      }
      for (const { ident, type } of Yarn.dependencies({ workspace })) {
        const to = nameOf(ident)
        if (to && !mayDepend(from, to, type))
          workspace.error(`${from} may not depend on ${to}: it is not in a lower layer.`)
      }
    }
  },
}

/**
 * Exact versions, and one version of each in the whole repository.
 * @param {import('@yarnpkg/types').Yarn.Constraints.Yarn} Yarn
 * @param {import('@yarnpkg/types').Yarn.Constraints.Dependency} dependency
 */
function checkVersion(Yarn, dependency) {
  const { ident, range, type } = dependency
  if (type === 'peerDependencies' || range.startsWith('workspace:')) return
  if (!/^\d/.test(range)) dependency.error(`Pin ${ident} exactly, not "${range}".`)
  const [first] = Yarn.dependencies({ ident }).filter((it) => it.type !== 'peerDependencies')
  if (first && first.range !== range) dependency.update(first.range)
}
