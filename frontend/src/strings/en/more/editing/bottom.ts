// The panel under the canvas of the editor.
export const bottom = {
  title: 'Panel under the canvas',
  resize: 'Height of the panel',
  tabs: { log: 'Log', events: 'Events', problems: 'Problems', data: 'Test data' },
  noRun: 'No run is shown. Run the draft to see what it tells.',
  noLog: 'The steps of this run have written nothing.',
  noEvents: 'Nothing has happened yet.',
  levels: { debug: 'Detail', warning: 'Warning', error: 'Error' } as Record<string, string>,
};
