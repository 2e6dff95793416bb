import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, showAdmin } from '../../testing.tsx'

const group = { id: 'g', name: 'Blog' }
const model = {
  modelId: 'page',
  name: 'Page',
  singularApiName: 'Page',
  pluralApiName: 'Pages',
  group,
  tags: ['own'],
  layout: [],
  fields: [],
  version: 3,
}
const answers = {
  ListModels: () => ({ answer: ok([model]) }),
  ListModelGroups: () => ({ answer: ok([group]) }),
  UpdateModel: () => ({ answer: ok(model) }),
}

test('an object is built with a field in it, in one drawer', async () => {
  const { sent } = showAdmin({ address: '/models/page', answers })
  await add('Object')
  type(await screen.findByRole('textbox', { name: 'Label' }), 'Search result')
  addFieldIn(drawer())
    .slice(0, 1)
    .forEach((it) => fireEvent.click(it))
  fireEvent.click(await screen.findByRole('menuitem', { name: /^Long text/ }))
  type(await screen.findByRole('textbox', { name: 'Label' }), 'Summary')
  fireEvent.click(screen.getByRole('switch', { name: 'Required' }))
  submit()
  expect(await within(drawer()).findByRole('button', { name: /^Summary/ })).toBeTruthy()
  submit()

  fireEvent.click(await screen.findByRole('switch', { name: /^Only one entry/ }))
  fireEvent.click(await screen.findByRole('button', { name: 'Save model' }))

  await waitFor(() => expect(sent('UpdateModel')).toHaveLength(1))
  const { data } = sent('UpdateModel')[0]?.variables ?? {}
  expect(data).toMatchObject({
    tags: ['own', 'singleton'],
    fields: [
      {
        type: 'object',
        fieldId: 'searchResult',
        settings: {
          fields: [{ type: 'long-text', fieldId: 'summary', validation: [{ name: 'required' }] }],
        },
      },
    ],
  })
})

test('an index is chosen for a list, and told of while it is being built', async () => {
  const text = { id: 'a', fieldId: 'tag', storageId: 'text@a', type: 'text', label: 'Tag' }
  const tag = { ...text, indexState: 'building', settings: {}, multipleValues: false }
  const { sent } = showAdmin({
    address: '/models/page',
    answers: { ...answers, ListModels: () => ({ answer: ok([{ ...model, fields: [tag] }]) }) },
  })
  const line = await screen.findByRole('button', { name: /^Tag/ })
  expect(line.textContent).toContain('its index is being built')
  fireEvent.click(line)

  const index = await screen.findByRole('switch', { name: /^Index/ })
  expect(index).toHaveProperty('checked', true)
  fireEvent.click(screen.getByRole('switch', { name: /^Several values/ }))
  expect(index).toHaveProperty('checked', false)
  fireEvent.click(index)
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Save model' }))

  await waitFor(() => expect(sent('UpdateModel')).toHaveLength(1))
  const { data } = sent('UpdateModel')[0]?.variables ?? {}
  expect(data).toMatchObject({ fields: [{ multipleValues: true, settings: { indexed: true } }] })
  expect(JSON.stringify(data)).not.toContain('indexState')
})

test('a zone is not taken without a field in each of its templates', async () => {
  showAdmin({ address: '/models/page', answers })
  await add('Dynamic zone')
  type(await screen.findByRole('textbox', { name: 'Label' }), 'Blocks')
  type(within(drawer()).getByRole('textbox', { name: 'Name' }), 'Big hero')
  expect(screen.getByRole('textbox', { name: 'API name' })).toHaveProperty('value', 'BigHero')
  submit()

  expect(await within(drawer()).findByText('Add at least one field.')).toBeTruthy()
})

async function add(name: string) {
  fireEvent.click(await screen.findByRole('button', { name: 'Add field' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: new RegExp(`^${name}`) }))
}
const drawer = () => screen.getByRole('dialog')
const addFieldIn = (place: HTMLElement) =>
  within(place).getAllByRole('button', { name: 'Add field' })
/** Of the form on top, which begins with its fields. */
const submit = () =>
  addFieldIn(drawer())
    .slice(-1)
    .forEach((it) => fireEvent.click(it))
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
