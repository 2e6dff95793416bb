import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const website = {
  id: '65f0c0ffee0000000000aaaa',
  name: 'Website',
  description: '',
  hint: 'a1b2',
  permissions: [
    { rwd: 'r', name: 'cms.contentEntry' },
    { name: 'cms.contentModel', rwd: 'r' },
    { name: 'cms.contentModelGroup', rwd: 'r' },
    { name: 'cms.endpoint.read' },
  ],
  createdOn: '2026-11-01T12:00:00Z',
  createdBy: { displayName: 'Ada' },
  expiresOn: null as string | null,
  lastUsedOn: null,
  version: 4,
}
const issued = {
  id: website.id,
  name: 'Website',
  token: 'tnt_secret',
  permissions: website.permissions,
}
const ListApiKeys = () => ({ security: { listApiKeys: ok([website]) } })
const LocaleInformation = () => ({
  i18n: { getI18NInformation: { locales: [{ code: 'de', default: true }] } },
})

test('a new key is shown once, with a command to try it, and is gone when it was stored', async () => {
  const CreateApiKey = () => ({ security: { createApiKey: ok(issued) } })
  const { sent } = showAdmin({
    address: '/api-keys/new',
    answers: { CreateApiKey, ListApiKeys, LocaleInformation },
  })

  type(await screen.findByLabelText(/^Name/), 'Website')
  fireEvent.click(screen.getByRole('button', { name: 'Create API key' }))

  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText('tnt_secret')).toBeTruthy()
  expect(await dialog.findByText(/\/cms\/read\/de/)).toBeTruthy()
  expect(sent('CreateApiKey')[0]?.variables['data']).toMatchObject({
    name: 'Website',
    permissions: [{ name: 'cms.endpoint.read' }, {}, {}, { name: 'cms.contentEntry', rwd: 'r' }],
  })

  fireEvent.click(dialog.getByRole('button', { name: 'I have stored it' }))

  expect(await screen.findByRole('heading', { name: 'API keys' })).toBeTruthy()
  await waitFor(() => expect(document.body.textContent).not.toContain('tnt_secret'))
})

test('a key whose only sight got lost is not shown as if it were there', async () => {
  const CreateApiKey = () => ({ security: { createApiKey: ok({ ...issued, token: null }) } })
  showAdmin({ address: '/api-keys/new', answers: { CreateApiKey, ListApiKeys, LocaleInformation } })
  type(await screen.findByLabelText(/^Name/), 'Website')

  fireEvent.click(screen.getByRole('button', { name: 'Create API key' }))

  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText(/Rotate it/)).toBeTruthy()
  expect(dialog.queryByRole('button', { name: 'Copy API key' })).toBeNull()
  fireEvent.click(dialog.getByRole('button', { name: 'Show all API keys' }))
  expect(await screen.findByRole('heading', { name: 'API keys' })).toBeTruthy()
})

test.each([
  ['Escape', () => fireEvent.keyDown(document.body, { key: 'Escape' })],
  ['a link', () => fireEvent.click(screen.getAllByText('API keys')[0] ?? document.body)],
])('%s does not close the only sight of a key', async (_, slip) => {
  const CreateApiKey = () => ({ security: { createApiKey: ok(issued) } })
  showAdmin({ address: '/api-keys/new', answers: { CreateApiKey, ListApiKeys, LocaleInformation } })
  type(await screen.findByLabelText(/^Name/), 'Website')
  fireEvent.click(screen.getByRole('button', { name: 'Create API key' }))
  await screen.findByText('tnt_secret')

  slip()
  await new Promise((resolve) => setTimeout(resolve, 300))

  expect(window.location.pathname).toBe('/api-keys/new')
  expect(screen.getByText('tnt_secret')).toBeTruthy()
})

test('a key can read drafts too by one choice', async () => {
  const CreateApiKey = () => ({ security: { createApiKey: refused('INTERNAL', 'x') } })
  const { sent } = showAdmin({ address: '/api-keys/new', answers: { CreateApiKey } })
  type(await screen.findByLabelText(/^Name/), 'Preview')

  fireEvent.click(screen.getByRole('button', { name: 'Read drafts too' }))
  choose(screen.getByLabelText('Expires'), 'never')
  fireEvent.click(screen.getByRole('button', { name: 'Create API key' }))

  expect(await screen.findByText('The API key was not saved')).toBeTruthy()
  const { permissions, expiresOn } = inputOf(sent('CreateApiKey')[0])
  expect(permissions).toContainEqual({ name: 'cms.endpoint.preview' })
  expect(expiresOn).toBeNull()
})

test('rotating says that the old key stops, and shows the new one once', async () => {
  const RotateApiKey = () => ({ security: { rotateApiKey: ok(issued) } })
  const { sent } = showAdmin({ address: '/api-keys', answers: { ListApiKeys, RotateApiKey } })
  fireEvent.click(await screen.findByRole('button', { name: 'Actions for Website' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Rotate…' }))

  const asked = within(await screen.findByRole('dialog'))
  expect(asked.getByText(/the old one stops at once/)).toBeTruthy()
  fireEvent.click(asked.getByRole('button', { name: 'Rotate API key' }))

  expect(await screen.findByText('tnt_secret')).toBeTruthy()
  expect(sent('RotateApiKey')[0]?.variables).toEqual({ id: website.id, ifVersion: 4 })
  fireEvent.click(screen.getByRole('button', { name: 'I have stored it' }))
  await waitFor(() => expect(screen.queryByText('tnt_secret')).toBeNull())
  await waitFor(() => expect(sent('ListApiKeys')).toHaveLength(2))
})

test('a save sends no expiry that nobody touched, and its version', async () => {
  const UpdateApiKey = () => ({ security: { updateApiKey: refused('CONFLICT', 'changed') } })
  const { sent } = showAdmin({
    address: `/api-keys/${website.id}`,
    answers: { ListApiKeys, UpdateApiKey },
  })

  type(await screen.findByLabelText(/^Name/), 'Shop')
  fireEvent.click(screen.getByRole('button', { name: 'Save API key' }))

  expect(await screen.findByText('Somebody else saved this API key')).toBeTruthy()
  expect(screen.getByLabelText(/^Name/)).toHaveProperty('value', 'Shop')
  const save = sent('UpdateApiKey')[0]
  expect(save?.variables).toMatchObject({ id: website.id, ifVersion: 4 })
  expect(inputOf(save)).not.toHaveProperty('expiresOn')
})

test('the list tells what a key may do, and which has expired', async () => {
  const expired = { ...website, id: 'b', name: 'Old shop', expiresOn: '2026-01-01T00:00:00Z' }
  const answer = () => ({ security: { listApiKeys: ok([website, expired]) } })
  showAdmin({ address: '/api-keys', answers: { ListApiKeys: answer } })

  const row = within(await rowOf('Old shop'))

  expect(row.getByText('Expired')).toBeTruthy()
  expect(row.getAllByText('Read published content')).not.toHaveLength(0)
  expect(within(await rowOf('Website')).queryByText('Expired')).toBeNull()
})

test('a key is deleted after its consequences were said', async () => {
  const DeleteApiKey = () => ({ security: { deleteApiKey: ok(true) } })
  const { sent } = showAdmin({ address: '/api-keys', answers: { ListApiKeys, DeleteApiKey } })
  fireEvent.click(await screen.findByRole('button', { name: 'Actions for Website' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete…' }))

  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText(/refused from its next request on/)).toBeTruthy()
  fireEvent.click(dialog.getByRole('button', { name: 'Delete API key' }))

  await waitFor(() => expect(sent('DeleteApiKey')).toHaveLength(1))
})

test('without keys the page says what one is for', async () => {
  const none = () => ({ security: { listApiKeys: ok([]) } })
  showAdmin({ address: '/api-keys', answers: { ListApiKeys: none } })

  expect(await screen.findByText('No API keys yet')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Create API key' })).toBeTruthy()
})

test('who may only read keys sees no way to change one', async () => {
  const permissions = [{ name: 'security.apiKey', rwd: 'r' }]
  showAdmin({ address: `/api-keys/${website.id}`, permissions, answers: { ListApiKeys } })

  expect(await screen.findByText('tnt_…a1b2')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Save API key' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Actions for Website' })).toBeNull()
})

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
const choose = type

async function rowOf(name: string): Promise<HTMLElement> {
  const row = (await screen.findByText(name)).closest('tr')
  if (!row) throw new Error(`No row of ${name}.`)
  return row
}

function inputOf(request: { variables: Record<string, unknown> } | undefined) {
  return (request?.variables['data'] ?? {}) as Record<string, unknown>
}
