import { readFileSync } from 'node:fs'
import { strykerPlugins as vitestPlugins } from '@stryker-mutator/vitest-runner'

const [{ factory: createVitestRunner }] = vitestPlugins

/**
 * Runs what is evaluated once, such as a table of rules or a schema, by the tests that run anything
 * else in its file: Stryker alone would run all there are.
 */
function createRunner(injector) {
  const runner = injector.injectFunction(createVitestRunner)
  const dryRun = runner.dryRun.bind(runner)
  const mutantRun = runner.mutantRun.bind(runner)
  let testsByFile = new Map()
  runner.dryRun = async (options) => {
    const result = await dryRun(options)
    testsByFile = testsOf(options.files ?? [], result.mutantCoverage?.perTest ?? {})
    return result
  }
  runner.mutantRun = (options) =>
    mutantRun({ ...options, testFilter: options.testFilter ?? testsByFile.get(options.sandboxFileName) })
  return runner
}
createRunner.inject = ['$injector']

function testsOf(files, coverage) {
  const fileOf = new Map()
  for (const file of files)
    for (const [, id] of readFileSync(file, 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g))
      fileOf.set(id, file)
  const tests = new Map()
  for (const [test, mutants] of Object.entries(coverage))
    for (const file of new Set(Object.keys(mutants).map((id) => fileOf.get(id))))
      tests.set(file, [...(tests.get(file) ?? []), test])
  return tests
}

/** Calls whose text a human reads: how it is worded is not how the code behaves. */
const TOLD = /^(AppError|TokenError|StartError|Error|TypeError)$/

const wording = {
  shouldIgnore(path) {
    const { parent, node } = path
    const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral'
    if (isText && parent?.type === 'NewExpression' && TOLD.test(parent.callee.name ?? '') && isMessage(parent, node))
      return 'The wording of a message.'
  },
}

/** The code of an AppError comes first: it is not wording. */
const isMessage = ({ callee, arguments: given }, node) =>
  callee.name === 'AppError' ? given[1] === node : /^(Type)?Error$/.test(callee.name) && given[0] === node

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'lasting', factory: createRunner },
  { kind: 'Ignore', name: 'wording', value: wording },
]
