import type { Resource } from '@tenantry/local-cloud'
import { MAX_NAME_LENGTH } from '../environments.ts'
import { fromJson, has, list, namesOf, ofType, placeOf, textsIn } from './reading.ts'
import type { Rule } from './reading.ts'
import {
  ACCESS_CONTROL,
  API,
  BUCKET,
  DISTRIBUTION,
  EDGE_FUNCTION,
  FUNCTION,
  HEADERS_POLICY,
  LOG_GROUP,
  PERMISSION,
  PROVIDER,
  ROLE,
  ROLE_POLICY,
  STAGE,
  TABLE,
} from './types.ts'

/** How long a name may be where AWS makes a difference by the type. */
const NAME_CHARACTERS: Readonly<Record<string, number>> = {
  [ACCESS_CONTROL]: 64,
  [API]: 128,
  [BUCKET]: 63,
  [EDGE_FUNCTION]: 64,
  [FUNCTION]: 64,
  [HEADERS_POLICY]: 128,
  [LOG_GROUP]: 512,
  [PERMISSION]: 100,
  [ROLE]: 64,
  [ROLE_POLICY]: 128,
  [TABLE]: 255,
}
/** The least that a type takes: a comment of CloudFront. */
const DESCRIPTION_CHARACTERS = 128
const PULUMI_SUFFIX = '-1234567'

export const programRules: readonly Rule[] = [
  {
    name: 'whatever AWS makes is made by the provider that tags it',
    rule: (graph) => {
      const { project, environment } = placeOf(graph)
      const { name, kind } = environment
      const tagging = ofType(graph, PROVIDER)
        .filter(({ inputs: { defaultTags } }) =>
          has(fromJson(defaultTags), { tags: { project, environment: name, kind } }),
        )
        .map(({ urn, id }) => `${urn}::${id}`)
      return namesOf(
        graph.resources.filter(
          ({ type, provider }) => type.startsWith('aws:') && !tagging.includes(provider),
        ),
      )
    },
  },
  {
    name: 'a name fits, in the environment with the longest name, too',
    rule: (graph) => {
      const { project, environment } = placeOf(graph)
      const longest = `${project}-${'x'.repeat(MAX_NAME_LENGTH)}`
      const worst = (it: Resource) =>
        chosenName(it)?.replace(`${project}-${environment.name}`, longest) ??
        // Pulumi may be set to put project and environment before what it makes up.
        `${longest}-${it.name}${PULUMI_SUFFIX}`
      return namesOf(
        graph.resources.filter((it) => worst(it).length > (NAME_CHARACTERS[it.type] ?? Infinity)),
      )
    },
  },
  {
    name: 'a name that is not made up by Pulumi says project and environment',
    rule: (graph) => {
      const { project, environment } = placeOf(graph)
      const start = `${project}-${environment.name}`
      return namesOf(graph.resources.filter((it) => chosenName(it)?.includes(start) === false))
    },
  },
  {
    name: 'a description fits',
    rule: ({ resources }) =>
      namesOf(
        resources.filter(({ inputs }) =>
          textsIn([inputs['comment'], inputs['description']]).some(
            (it) => it.length > DESCRIPTION_CHARACTERS,
          ),
        ),
      ),
  },
  {
    name: 'the program tells its address and its table',
    rule: (graph) => {
      const [site] = ofType(graph, DISTRIBUTION)
      const [table] = ofType(graph, TABLE)
      const [host = site?.outputs['domainName']] = list(site?.inputs, 'aliases')
      const expected = { url: `https://${String(host)}`, tableName: table?.outputs['name'] }
      return Object.entries(expected)
        .filter(([name, value]) => graph.outputs[name] !== value)
        .map(([name]) => name)
    },
  },
]

/** The name that the program gives; a stage's is part of the API's address. */
function chosenName({ type, inputs }: Resource): string | undefined {
  const name = type === BUCKET ? inputs['bucket'] : inputs['name']
  return type.startsWith('aws:') && type !== STAGE && typeof name === 'string' ? name : undefined
}
