import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const perLocale = { name: 'cms.contentModel', rwd: 'r', models: { de: ['page'] } }
const unknown = { name: 'shop.order', extra: 1 }
const group = {
  id: 'g1',
  name: 'Writers',
  slug: 'writers',
  description: '',
  system: false,
  createdOn: '2030-01-01T12:00:00Z',
  version: 1,
}

function open(permissions: object[], answers: Record<string, () => unknown> = {}, mine?: object[]) {
  const world = showAdmin({
    address: '/groups/g1',
    ...(mine && { permissions: mine }),
    answers: {
      ListGroups: () => ({ security: { listGroups: ok([{ ...group, permissions }]) } }),
      UpdateGroup: () => ({ security: { updateGroup: ok(group) } }),
      ...answers,
    },
  })
  const save = async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Save group' }))
    await waitFor(() => expect(world.sent('UpdateGroup')).toHaveLength(1))
    const data = world.sent('UpdateGroup')[0]?.variables['data']
    return (data as { permissions: unknown[] }).permissions
  }
  return { ...world, save }
}

// By role it takes ten times as long: there are many.
const checkbox = (name: string) => screen.findByLabelText<HTMLInputElement>(name)
const tick = async (name: string) => void fireEvent.click(await checkbox(name))
const isTicked = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name }).checked
const rowOf = (name: string) => {
  const [row] = screen.getAllByText(name, { selector: 'th' })
  if (!row) throw new Error(`No row of ${name}.`)
  return row
}

test('what is ticked is saved, and what has no place in the matrix stays as it is', async () => {
  const { save } = open([perLocale, { name: 'security.group', rwd: 'r' }, unknown])
  expect(await screen.findByText(/^2 permissions are edited as JSON only/)).toBeTruthy()
  expect(within(rowOf('Models').closest('tr') ?? document.body).getByText(/as JSON/)).toBeTruthy()

  await tick('Write groups')
  await tick('Publish entries')
  await tick('API for drafts')

  expect(await save()).toEqual([
    perLocale,
    { name: 'security.group', rwd: 'rw' },
    unknown,
    { name: 'cms.contentEntry', rwd: 'r', pw: 'p' },
    { name: 'cms.endpoint.preview' },
  ])
})

test('the JSON shows what was ticked', async () => {
  open([])
  await tick('Read users')

  await waitFor(() =>
    expect(screen.getByLabelText('Permissions').textContent).toContain('adminUsers.user'),
  )
})

test('limits are written into the permission', async () => {
  const { save } = open([{ name: 'cms.contentEntry', rwd: 'rw' }])
  fireEvent.click(await screen.findByLabelText('Entries: All'))
  await tick('Only their own')
  const models = screen.getByLabelText('Only the models', { selector: 'input' })
  // What comes without the focus is taken for the browser's own filling in.
  act(() => models.focus())
  fireEvent.change(models, { target: { value: 'page' } })
  fireEvent.keyDown(models, { key: 'Enter' })

  expect(await screen.findByLabelText('Entries: own, 1 model')).toBeTruthy()
  expect(await save()).toEqual([
    { name: 'cms.contentEntry', rwd: 'rw', own: true, models: ['page'] },
  ])
})

test('the whole of an area covers its lines', async () => {
  open([{ name: 'security.*' }])
  await checkbox('Access: everything')

  expect(isTicked('Delete API keys')).toBe(true)
  expect(screen.getByLabelText('Write groups').matches(':disabled')).toBe(true)
  expect(isTicked('Read users')).toBe(false)

  await tick('Access: everything')
  expect(isTicked('Write groups')).toBe(false)
})

test('what one does not hold oneself is said at its line', async () => {
  const mine = [{ name: 'security.group' }, { name: 'cms.contentEntry', rwd: 'r' }]
  const updateGroup = refused('ESCALATION_REFUSED', 'You can only grant what you hold yourself.')
  const wanted = [
    { name: 'security.group', rwd: 'r' },
    { name: 'cms.contentEntry', rwd: 'rw' },
  ]
  open(wanted, { UpdateGroup: () => ({ security: { updateGroup } }) }, mine)
  await checkbox('Read entries')

  fireEvent.click(screen.getByRole('button', { name: 'Save group' }))

  await waitFor(() => expect(rowOf('Entries').textContent).toContain('more than you hold yourself'))
  expect(rowOf('Groups').textContent).toBe('Groups')

  await tick('Write entries')
  expect(rowOf('Entries').textContent).toBe('Entries')
})

test('who holds each but not together is told', async () => {
  const mine = [{ name: 'security.group' }, { name: 'cms.contentEntry' }]
  const updateGroup = refused('ESCALATION_REFUSED', 'You can only grant what you hold yourself.')
  open(mine, { UpdateGroup: () => ({ security: { updateGroup } }) }, mine)
  await checkbox('Read entries')

  fireEvent.click(screen.getByRole('button', { name: 'Save group' }))

  expect(await screen.findByText(/no one group of yours holds them all/)).toBeTruthy()
})

test('full access can be looked at only', async () => {
  const full = { ...group, slug: 'full-access', system: true, permissions: [{ name: '*' }] }
  open([], { ListGroups: () => ({ security: { listGroups: ok([full]) } }) })

  const all = await checkbox('Everything on this tenant')
  expect(all.matches(':checked:disabled')).toBe(true)
  expect(isTicked('Read audit log')).toBe(true)
})
