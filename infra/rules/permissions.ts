import type { Graph } from '@tenantry/local-cloud'
import { ACTIONS_IN_CODE } from './code.ts'
import { logGroupOf } from './functions.ts'
import { every, has, isSameSet, ofType, statementsIn, textsIn } from './reading.ts'
import type { Rule, Statement } from './reading.ts'
import { FUNCTION, ROLE, ROLE_POLICY, TABLE } from './types.ts'

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
      const arns = graph.resources.map(({ outputs }) => outputs['arn'])
      return textsIn([Resource]).every((it) => arns.includes(it.replace(/[/:]\*$/, '')))
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
    rule: every(FUNCTION, ({ inputs }, graph) => {
      const [onTable, onLog, ...others] = statementsOfRole(graph, inputs['role'])
      return (
        others.length === 0 &&
        isSameSet(textsIn([onTable?.Action]), ACTIONS_IN_CODE) &&
        ofType(graph, TABLE).some(({ outputs }) => outputs['arn'] === onTable?.Resource) &&
        isSameSet(textsIn([onLog?.Action]), LOG_ACTIONS) &&
        onLog?.Resource === `${String(logGroupOf(graph, inputs)?.outputs['arn'])}:*`
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
