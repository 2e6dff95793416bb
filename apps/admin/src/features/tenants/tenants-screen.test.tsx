import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const acme = {
  id: 'acme',
  name: 'Acme Inc',
  description: '',
  tags: [],
  status: 'ACTIVE',
  createdOn: '2026-11-22T12:00:00Z',
  version: 3,
  settings: {
    appClientId: '0oa_acme',
    domains: [],
    okta: {
      issuer: null,
      audience: null,
      tokenUse: 'ACCESS',
      serviceClientIds: [],
      groupNames: 'PLAIN',
    },
  },
}
const ListTenants = () => ({ tenancy: { listTenants: ok([acme]) } })

test('a tenant is made with an id that follows its name', async () => {
  const CreateTenant = () => ({ tenancy: { createTenant: ok({ id: 'globex', name: 'Globex' }) } })
  const { sent } = showAdmin({ address: '/tenants?open=new', answers: { CreateTenant } })
  const form = await drawer()

  type(form.getByLabelText(/^Name/), 'Globex')
  type(form.getByLabelText('Okta App Client ID'), '0oa_globex')
  fireEvent.click(form.getByRole('button', { name: 'Create tenant' }))

  expect(await screen.findByText('Globex was created.')).toBeTruthy()
  expect(sent('CreateTenant')[0]?.variables['data']).toMatchObject({
    id: 'globex',
    name: 'Globex',
    settings: { appClientId: '0oa_globex' },
  })
})

test('an id that somebody wrote stays when the name changes', async () => {
  showAdmin({ address: '/tenants?open=new' })
  const form = await drawer()

  type(form.getByLabelText('Id'), 'mine')
  type(form.getByLabelText(/^Name/), 'Globex')

  expect(form.getByLabelText('Id')).toHaveProperty('value', 'mine')
})

test('a taken id is said at the id', async () => {
  const CreateTenant = () => ({
    tenancy: { createTenant: refused('TENANT_ID_TAKEN', 'The id "globex" is taken.') },
  })
  showAdmin({ address: '/tenants?open=new', answers: { CreateTenant } })
  const form = await drawer()

  type(form.getByLabelText(/^Name/), 'Globex')
  fireEvent.click(form.getByRole('button', { name: 'Create tenant' }))

  expect(await form.findByText('The id "globex" is taken.')).toBeTruthy()
  expect(form.getByLabelText('Id').getAttribute('aria-invalid')).toBe('true')
})

test('a save names the version it was made from, and a conflict offers what is newer', async () => {
  const UpdateTenant = () => ({ tenancy: { updateTenant: refused('CONFLICT', 'changed') } })
  const { sent } = showAdmin({
    address: '/tenants?open=acme',
    answers: { ListTenants, UpdateTenant },
  })
  const form = await drawer()

  type(form.getByLabelText('Description'), 'New')
  fireEvent.click(form.getByRole('button', { name: 'Save tenant' }))

  expect(await form.findByText('Somebody else saved this tenant')).toBeTruthy()
  expect(form.getByRole('button', { name: 'Load what they saved' })).toBeTruthy()
  expect(form.getByLabelText('Description')).toHaveProperty('value', 'New')
  expect(sent('UpdateTenant')[0]?.variables).toMatchObject({ id: 'acme', ifVersion: 3 })
})

test('without tenants the page says what a tenant is', async () => {
  showAdmin({ address: '/tenants' })

  expect(await screen.findByText('No tenants yet')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Create tenant' })).toBeTruthy()
})

test('who may only read sees no way to change', async () => {
  const permissions = [{ name: 'tenancy.tenant', rwd: 'r' }]
  showAdmin({ address: '/tenants?open=acme', permissions, answers: { ListTenants } })
  const form = await drawer()

  expect(form.queryByRole('button', { name: 'Save tenant' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Create tenant' })).toBeNull()
})

test('a list that does not load says so with a way to try again', async () => {
  const failing = () => ({ tenancy: { listTenants: refused('INTERNAL', 'x') } })
  showAdmin({ address: '/tenants', answers: { ListTenants: failing } })

  expect(await screen.findByText('The tenants could not be loaded')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
})

test('a tenant is disabled only after its id was typed', async () => {
  const DisableTenant = () => ({ tenancy: { disableTenant: ok({ id: 'acme' }) } })
  const { sent } = showAdmin({ address: '/tenants', answers: { ListTenants, DisableTenant } })
  fireEvent.click(await screen.findByRole('button', { name: 'Actions for Acme Inc' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Disable…' }))
  const dialog = await drawer()
  const button = dialog.getByRole('button', { name: 'Disable tenant' })

  type(dialog.getByRole('textbox'), 'acm')
  expect(button).toHaveProperty('disabled', true)
  type(dialog.getByRole('textbox'), 'acme')
  fireEvent.click(button)

  await waitFor(() => expect(sent('DisableTenant')).toHaveLength(1))
})

const drawer = async () => within(await screen.findByRole('dialog'))

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
