import { runSteps } from './steps.ts'

// Each rule of CONTRIBUTING that a tool can check.
runSteps([
  {
    name: 'types',
    command: 'turbo',
    args: ['run', 'typecheck', '--output-logs=errors-only', '--concurrency=100%'],
  },
  { name: 'types of the tools', command: 'tsc', args: ['-p', '.'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', command: 'prettier', args: ['--check', '.'] },
  { name: 'dead files, exports, dependencies', command: 'knip', args: [] },
  { name: 'layers', command: 'yarn', args: ['constraints'] },
  { name: 'codegen is current', command: 'node', args: ['tools/codegen.ts', '--check'] },
])
