import { readFileSync } from 'node:fs'
import {
  strykerPlugins as vitestPlugins,
  strykerValidationSchema,
} from '@stryker-mutator/vitest-runner'

export { strykerValidationSchema }

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
    mutantRun({
      ...options,
      testFilter: options.testFilter ?? testsByFile.get(options.sandboxFileName),
    })
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

/** A sentence is read by a human: how it is worded is not how the code behaves. */
const SENTENCE = /^["“\p{Lu}x].* .*[.?!]$/su

const wording = {
  shouldIgnore({ node }) {
    const isSentence = SENTENCE.test(textOf(node))
    return isSentence ? 'The wording of a message.' : undefined
  },
}

/** What a literal says, with an `x` for what is put in. */
function textOf(node) {
  if (node.type === 'StringLiteral') return node.value
  if (node.type !== 'TemplateLiteral') return ''
  return node.quasis.map(({ value }) => value.cooked).join('x')
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'lasting', factory: createRunner },
  { kind: 'Ignore', name: 'wording', value: wording },
]
