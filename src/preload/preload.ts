/** Transport only: hands the engine's port and four desktop functions to the page, and nothing of Electron itself. */
import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS, type DesktopBridge, type DesktopCommand, ENGINE_PORT } from '../shared/desktop.ts';

ipcRenderer.on(CHANNELS.enginePort, (event) => {
  window.postMessage(ENGINE_PORT, window.location.origin, event.ports);
});

const bridge: DesktopBridge = {
  connectEngine: () => ipcRenderer.invoke(CHANNELS.connectEngine),
  chooseSentenceFile: () => ipcRenderer.invoke(CHANNELS.chooseSentenceFile),
  chooseModelFolder: () => ipcRenderer.invoke(CHANNELS.chooseModelFolder),
  onCommand: (listener) => {
    const relay = (_event: unknown, command: DesktopCommand): void => listener(command);
    ipcRenderer.on(CHANNELS.command, relay);
    return () => {
      ipcRenderer.off(CHANNELS.command, relay);
    };
  },
};
contextBridge.exposeInMainWorld('pairlens', bridge);
