import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import {
  strykerPlugins as vitestPlugins,
  strykerValidationSchema,
} from '@stryker-mutator/vitest-runner'

export { strykerValidationSchema }

const [{ factory: createVitestRunner }] = vitestPlugins

/**
 * The tests of the package first, those of the API only where they notice nothing: they take longer.
 * And what is evaluated once, such as a table of rules or a schema, is tested by the tests of its
 * file: Stryker alone would run all there are.
 */
function createRunner(injector) {
  const runner = injector.injectFunction(createVitestRunner)
  const dryRun = runner.dryRun.bind(runner)
  const mutantRun = runner.mutantRun.bind(runner)
  let testsByFile = new Map()
  runner.dryRun = async (options) => {
    const result = await dryRun(options)
    testsByFile = testsOf(options.files ?? [], result)
    return result
  }
  runner.mutantRun = async (options) => {
    const tests = options.testFilter ?? testsByFile.get(options.sandboxFileName)
    const own = tests?.filter((test) => test.startsWith('packages/')) ?? []
    const others = tests?.filter((test) => !own.includes(test)) ?? []
    const noticed = own.length > 0 && (await mutantRun({ ...options, testFilter: own }))
    if (noticed && (noticed.status !== 'survived' || others.length === 0)) return noticed
    return mutantRun({ ...options, testFilter: tests && others })
  }
  return runner
}
createRunner.inject = ['$injector']

/** Those that run anything in a file, and those that lie beside it: they may only read a constant. */
function testsOf(files, { tests: all = [], mutantCoverage }) {
  const fileOf = new Map()
  for (const file of files)
    for (const [, id] of readFileSync(file, 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g))
      fileOf.set(id, file)
  const beside = (file) => `${relative(process.cwd(), file).replace(/\.ts$/, '.test.ts')}#`
  const idsBeside = (file) => all.map(({ id }) => id).filter((id) => id.startsWith(beside(file)))
  const tests = new Map(files.map((file) => [file, idsBeside(file)]))
  for (const [test, mutants] of Object.entries(mutantCoverage?.perTest ?? {}))
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
  { kind: 'TestRunner', name: 'vitest', factory: createRunner },
  { kind: 'Ignore', name: 'wording', value: wording },
]
