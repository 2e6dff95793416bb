import './permission-matrix.css'
import { Checkbox, Input, Stack, TagsInput, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { localesQuery } from '../../lib/locales.ts'
import type { Action } from '../../lib/permissions.ts'
import { useApi } from '../../lib/session.tsx'
import {
  coverOf,
  EVERYTHING,
  MATRIX,
  NO_LIMITS,
  readMatrix,
  toggled,
  withGrant,
  type Grant,
  type Line,
  type Matrix,
} from './matrix.ts'
import type { ElementProblem } from '../../ui/json-editor.tsx'

interface PermissionMatrixProps {
  /** The list as it is written; `undefined` while that is no list of permissions. */
  values: readonly unknown[] | undefined
  onChange: (values: unknown[]) => void
  problems: readonly ElementProblem[]
  readOnly: boolean
}

const COLUMNS: [Action, string][] = [
  ['r', 'Read'],
  ['w', 'Write'],
  ['d', 'Delete'],
  ['p', 'Publish'],
  ['u', 'Unpublish'],
]

/** Permissions to tick. What has no place here is left as it is written. */
export function PermissionMatrix({ values, onChange, problems, readOnly }: PermissionMatrixProps) {
  if (!values) {
    return (
      <Text c="dimmed" role="status">
        The list below is not written right yet. As soon as it is, it can be ticked here, too.
      </Text>
    )
  }
  const matrix = readMatrix(values)
  const of = (line: Line): LineProps => ({
    line,
    matrix,
    problem: problemOf(line, values, problems),
    readOnly,
    onChange: (grant) => onChange(withGrant(values, line, grant)),
  })
  return (
    <div>
      <table className="matrix" aria-label="Permissions by area">
        <thead>
          <tr>
            <th>Area</th>
            {COLUMNS.map(([action, label]) => (
              <th key={action}>{label}</th>
            ))}
            <th>Of which</th>
          </tr>
        </thead>
        <tbody>
          <MatrixLine {...of(EVERYTHING)} />
          {MATRIX.map(({ label, all, lines }) => (
            <Fragment key={label}>
              {all && <MatrixLine {...of(areaLine(all, label))} isArea />}
              {lines.map((line) => (
                <MatrixLine key={line.name} {...of(line)} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      <Hidden count={matrix.hidden} />
      <EntryHint matrix={matrix} />
    </div>
  )
}

const areaLine = (name: string, label: string): Line => ({
  name,
  label: `${label}: everything`,
  actions: [],
  limits: [],
})

interface LineProps {
  line: Line
  matrix: Matrix
  problem: string | undefined
  readOnly: boolean
  onChange: (grant: Grant | undefined) => void
  isArea?: boolean
}

function MatrixLine(props: LineProps) {
  const { line, matrix, problem, isArea } = props
  const [isOpen, setOpen] = useState(false)
  const grant = matrix.grants.get(line.name)
  const isCovered = coverOf(matrix, line.name) !== undefined
  const hasScope = line.limits.length > 0 && grant !== undefined && !isCovered
  return (
    <>
      <tr data-area={isArea || undefined}>
        <th scope="row">
          {line.label}
          {problem && (
            <Input.Error role="alert" mt={2}>
              {problem}
            </Input.Error>
          )}
        </th>
        {matrix.asJson.has(line.name) ? (
          <td colSpan={COLUMNS.length}>
            <Text c="dimmed" fz="xs">
              Only as JSON, below
            </Text>
          </td>
        ) : (
          <Ticks {...props} grant={grant} isCovered={isCovered} />
        )}
        <td>
          {hasScope && (
            <UnstyledButton
              className="matrix-scope"
              aria-expanded={isOpen}
              aria-label={`${line.label}: ${scopeOf(grant)}`}
              onClick={() => setOpen(!isOpen)}
            >
              {scopeOf(grant)}
            </UnstyledButton>
          )}
        </td>
      </tr>
      {hasScope && isOpen && (
        <tr className="matrix-limits">
          <td colSpan={COLUMNS.length + 2}>
            <LimitFields {...props} grant={grant} />
          </td>
        </tr>
      )}
    </>
  )
}

const inSentence = (label: string) => (label.startsWith('API') ? label : label.toLowerCase())

interface TicksProps extends LineProps {
  grant: Grant | undefined
  isCovered: boolean
}

function Ticks({ line, grant, isCovered, readOnly, onChange }: TicksProps) {
  const isFixed = readOnly || isCovered
  if (line.actions.length === 0) {
    return (
      <td colSpan={COLUMNS.length}>
        <Checkbox
          aria-label={line.label}
          checked={isCovered || grant !== undefined}
          disabled={isFixed}
          onChange={() => onChange(grant ? undefined : { ...NO_LIMITS, actions: [] })}
        />
      </td>
    )
  }
  return COLUMNS.map(([action, label]) => (
    <td key={action}>
      {line.actions.includes(action) && (
        <Checkbox
          label={<span className="matrix-label">{label}</span>}
          aria-label={`${label} ${inSentence(line.label)}`}
          checked={isCovered || Boolean(grant?.actions.includes(action))}
          disabled={isFixed}
          onChange={() => onChange(toggled(grant, action))}
        />
      )}
    </td>
  ))
}

/** None of these: all there are. */
function LimitFields({ line, grant, readOnly, onChange }: LineProps & { grant: Grant }) {
  const { data: locales = [] } = useQuery(localesQuery(useApi()))
  const list = (limit: 'models' | 'groups' | 'locales', label: string, about: string) =>
    line.limits.includes(limit) && (
      <TagsInput
        label={label}
        description={about}
        data={limit === 'locales' ? locales.map(({ code }) => code) : []}
        value={[...grant[limit]]}
        onChange={(ids) => onChange({ ...grant, [limit]: ids })}
      />
    )
  return (
    <fieldset disabled={readOnly} className="plain">
      <Stack gap={12}>
        {line.limits.includes('own') && (
          <Checkbox
            label="Only their own"
            description="What the person has created."
            checked={grant.own}
            onChange={() => onChange({ ...grant, own: !grant.own })}
          />
        )}
        {list('models', 'Only the models', 'By their ids. None: all models.')}
        {list('groups', 'Only the model groups', 'By their ids. None: all groups.')}
        {list('locales', 'Only the locales', 'None: all locales.')}
      </Stack>
    </fieldset>
  )
}

function Hidden({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <Text c="dimmed" fz="xs" mt={8} role="status">
      {count === 1
        ? '1 permission is edited as JSON only: it says more than fits here, and stays as it is.'
        : `${count} permissions are edited as JSON only: they say more than fits here, and stay as they are.`}
    </Text>
  )
}

/** The API asks for them in the same group. */
function EntryHint({ matrix }: { matrix: Matrix }) {
  const { grants, asJson } = matrix
  const needed = ['cms.contentModel', 'cms.contentModelGroup']
  const has = (name: string) =>
    coverOf(matrix, name) !== undefined ||
    asJson.has(name) ||
    Boolean(grants.get(name)?.actions.includes('r'))
  if (!grants.has('cms.contentEntry') || needed.every(has)) return null
  return (
    <Text c="dimmed" fz="xs" mt={8}>
      Entries are in reach only for who may also read their models and model groups.
    </Text>
  )
}

function scopeOf({ own, models, groups, locales }: Grant): string {
  const some = [
    own ? 'own' : [],
    models.length > 0 ? counted(models.length, 'model') : [],
    groups.length > 0 ? counted(groups.length, 'group') : [],
    locales.length > 0 ? counted(locales.length, 'locale') : [],
  ].flat()
  return some.length === 0 ? 'All' : some.join(', ')
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What is wrong with the permission of a line. */
function problemOf(
  { name }: Line,
  values: readonly unknown[],
  problems: readonly ElementProblem[],
): string | undefined {
  return problems.find(({ index }) => {
    const value = values[index]
    return typeof value === 'object' && value !== null && Reflect.get(value, 'name') === name
  })?.message
}
