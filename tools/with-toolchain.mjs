// with-toolchain.mjs start|all COMMAND [ARG…]: runs a command with the Node, the Yarn and the
// dependencies that this repository wants. From a bare clone and an older Node it first fetches Node
// and Yarn into .tools through the npm that is already there, then installs: `start` only what
// `npm start` needs, `all` everything.
// Plain JavaScript for Node 18 and later, without dependencies: it runs before anything else exists.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE = '24.21.0'
const MINIMUM_NODE = [22, 22]

/** What `npm start` runs, without what only tests need. */
const START = ['workspaces', 'focus', '--production', '@tenantry/local-cloud']
const ALL = ['install', '--immutable']

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tools = join(root, '.tools')
const windows = process.platform === 'win32'
const started = Date.now()

const [set, command, ...args] = process.argv.slice(2)
// Under `yarn start` Yarn is there already; it says so itself.
const byYarn = /^yarn\/[2-9]/.test(process.env.npm_config_user_agent ?? '')
const node = nodeFolder()
const path = [node, ...(byYarn ? [] : [yarnFolder()]), join(root, 'node_modules', '.bin')]
const env = { ...process.env, PATH: [...path, process.env.PATH].join(delimiter) }
install()
env.TENANTRY_SETUP_SECONDS = String((Date.now() - started) / 1000)
hand(command === 'node' ? join(node, windows ? 'node.exe' : 'node') : command)

/** The folder of a good Node: the one that runs this, or one of our own. */
function nodeFolder() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [wanted, least] = MINIMUM_NODE
  if (major > wanted || (major === wanted && minor >= least)) return dirname(process.execPath)
  // The registry's own naming; only Apple's chips have another name.
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  const name = `${prefix}-${windows ? 'win' : process.platform}-${process.arch}`
  return join(fetched(name, NODE), 'bin')
}

/** The folder with a `yarn` command of the version that package.json names: Turbo looks for one, too. */
function yarnFolder() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return join(fetched('@yarnpkg/cli-dist', packageManager.split('@')[1]), '..', '..', '.bin')
}

/** One package from the npm registry in a folder of its own: no install scripts, nothing global. */
function fetched(name, version) {
  const folder = join(tools, `${name.replace(/\W+/g, '-')}-${version}`)
  const home = join(folder, 'node_modules', name)
  if (!existsSync(join(folder, 'complete'))) {
    say(`fetching ${name} ${version}`)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    run('npm', ['install', '--prefix', folder, ...flags, `${name}@${version}`], process.env)
    writeFileSync(join(folder, 'complete'), '')
  }
  return home
}

/** Behind a company's registry, certificate or proxy npm knows the way, and Yarn has to be told. */
function npmSettings() {
  const names = {
    registry: 'YARN_NPM_REGISTRY_SERVER',
    cafile: 'YARN_HTTPS_CA_FILE_PATH',
    proxy: 'YARN_HTTP_PROXY',
    'https-proxy': 'YARN_HTTPS_PROXY',
  }
  const options = { cwd: root, encoding: 'utf8', shell: windows }
  const { stdout } = spawnSync('npm', ['config', 'get', ...Object.keys(names)], options)
  const lines = (stdout ?? '').split('\n').map((line) => line.split('='))
  return Object.fromEntries(
    lines
      .map(([name, ...value]) => [names[name], value.join('=').trim()])
      .filter(([name, value]) => name && value && value !== 'null' && value !== 'undefined')
      .filter(([name]) => process.env[name] === undefined),
  )
}

/** Installs when the lockfile is not the one that was installed last, or when less was installed. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'yarn.lock')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.tenantry-installed')
  const [installed, installedLock] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : []
  if (installedLock === lock && (installed === 'all' || installed === set)) return
  const what = set === 'start' ? 'what the system needs' : 'all dependencies'
  say(`installing ${what}: a minute or so, the first time`)
  const settings = { ...npmSettings(), YARN_ENABLE_IMMUTABLE_INSTALLS: 'true' }
  run('yarn', set === 'start' ? START : ALL, { ...env, ...settings })
  writeFileSync(stamp, `${set} ${lock}`)
}

function run(program, words, environment) {
  const stdio = ['ignore', 'pipe', 'pipe']
  const options = { cwd: root, stdio, env: environment, encoding: 'utf8', shell: windows }
  const { status, error, stdout, stderr } = spawnSync(program, words, options)
  if (!error && status === 0) return
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
  say(`"${program} ${words.join(' ')}" failed${error ? `: ${error.message}` : '; see above'}`)
  process.exit(status || 1)
}

/** Runs the command in place of this one: its output, its signals, its exit code. */
function hand(program) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env, shell: windows })
  // In a terminal Ctrl-C reaches the child by itself; either way it decides when it is done.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm passes a signal to its shell only, and the shell to nobody: notice that they are gone.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref()
  child.on('error', (error) => {
    say(error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function say(text) {
  process.stderr.write(`[setup] ${text}\n`)
}
