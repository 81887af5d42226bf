// The camera: squares are read by the browser, or where it cannot by a script kept with the page.
const detector = async () => {
  const formats = ["qr_code"];
  const native = window.BarcodeDetector;
  const reads = native ? await native.getSupportedFormats().catch(() => []) : [];
  const Reader = reads.includes(formats[0]) ? native : (await import(here.door.dataset.src)).BarcodeDetector;
  return new Reader({ formats });
};
const camera = async (button) => {
  const reader = await detector();
  const video = document.createElement("video");
  video.setAttribute("playsinline", "");
  video.muted = true;
  video.width = 320;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  button.after(video);
  await video.play();
  const end = () => { stream.getTracks().forEach((one) => one.stop()); video.remove(); };
  const step = async () => {
    if (!video.isConnected) return;
    const [one] = await reader.detect(video).catch(() => []);
    if (one) { end(); await look(one.rawValue); } else setTimeout(step, 150);
  };
  setTimeout(end, 60000);
  step();
};
