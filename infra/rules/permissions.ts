import type { Graph, Resource } from '@tenantry/local-cloud'
import { ACTIONS_IN_CODE, CONSUMERS } from './code.ts'
import { isConsumer } from './events.ts'
import { logGroupOf } from './functions.ts'
import { every, has, isSameSet, ofType, statementsIn, textsIn } from './reading.ts'
import type { Rule, Statement } from './reading.ts'
import { FUNCTION, ROLE, ROLE_POLICY, TABLE } from './types.ts'

const STREAM_ACTIONS = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
]
const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents']

export const permissionRules: readonly Rule[] = [
  {
    name: 'no policy allows everything, on everything, or to everybody',
    rule: policies((statement) => {
      const { Effect, Action, Resource, Principal } = statement
      const whatAndWho = textsIn([Action, Principal])
      return (
        Effect === 'Deny' ||
        (whatAndWho.every((it) => !it.includes('*')) &&
          !textsIn([Resource]).includes('*') &&
          // NotAction and its like allow all that they do not name.
          Object.keys(statement).every((it) => !it.startsWith('Not')))
      )
    }),
  },
  {
    name: 'a policy speaks of resources of this program only',
    rule: policies(({ Resource }, graph) => {
      const arns = graph.resources.flatMap(({ outputs: { arn, streamArn } }) => [arn, streamArn])
      return textsIn([Resource]).every((it) =>
        arns.includes(it.replace(/[/:]\*$/, '').replace(/\/stream$/, '')),
      )
    }),
  },
  {
    name: 'a role is taken on by Lambda alone, and only for its own account',
    rule: every(ROLE, ({ inputs, outputs }) => {
      const [, , , , account] = String(outputs['arn']).split(':')
      const [statement, ...others] = statementsIn(inputs['assumeRolePolicy'])
      const expected = {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      }
      return others.length === 0 && has(statement, expected)
    }),
  },
  {
    name: 'a function may do to the table what the code does, write its own log, and nothing else',
    rule: every(FUNCTION, (it, graph) => {
      const statements = statementsOfRole(graph, it.inputs['role'])
      const needed = accessOf(graph, it)
      return (
        statements.length === needed.length &&
        needed.every(({ actions, on }) =>
          statements.some(
            ({ Action, Resource }) => Resource === on && isSameSet(textsIn([Action]), actions),
          ),
        )
      )
    }),
  },
  {
    name: 'a function has a role of its own, with one policy that is written here',
    rule: every(FUNCTION, ({ inputs: { role: arn } }, graph) => {
      const role = ofType(graph, ROLE).find(({ outputs }) => outputs['arn'] === arn)
      const users = graph.resources.filter(({ inputs: { role: used } }) =>
        [arn, role?.outputs['name']].includes(used),
      )
      return has(users.map(({ type }) => type).sort(), [ROLE_POLICY, FUNCTION])
    }),
  },
]

/** The actions that a function needs, on what: the mapping of a stream reads it with the function's role. */
function accessOf(graph: Graph, it: Resource): { actions: readonly string[]; on: string }[] {
  const consumes = isConsumer(graph, it)
  const [table] = ofType(graph, TABLE)
  const { arn, streamArn } = table?.outputs ?? {}
  const log = {
    actions: LOG_ACTIONS,
    on: `${String(logGroupOf(graph, it.inputs)?.outputs['arn'])}:*`,
  }
  if (!consumes) return [{ actions: ACTIONS_IN_CODE, on: String(arn) }, log]
  return [
    { actions: CONSUMERS[it.name]?.actions ?? [], on: String(arn) },
    { actions: STREAM_ACTIONS, on: String(streamArn) },
    { actions: ['dynamodb:ListStreams'], on: `${String(arn)}/stream/*` },
    log,
  ]
}

/** A rule that each statement keeps, of whatever policy. */
function policies(holds: (statement: Statement, graph: Graph) => boolean): Rule['rule'] {
  return (graph) =>
    graph.resources.flatMap(({ name, inputs: { policy, assumeRolePolicy } }) =>
      [policy, assumeRolePolicy].flatMap(statementsIn).some((statement) => !holds(statement, graph))
        ? [name]
        : [],
    )
}

function statementsOfRole(graph: Graph, arn: unknown): Statement[] {
  const role = ofType(graph, ROLE).find(({ outputs }) => outputs['arn'] === arn)
  return ofType(graph, ROLE_POLICY)
    .filter(({ inputs }) => inputs['role'] === role?.outputs['name'])
    .flatMap(({ inputs }) => statementsIn(inputs['policy']))
}
