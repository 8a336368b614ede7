/// What stands for an English text in the component: FNV-1a of its letters.
pub fn number(text: impl Iterator<Item = char>) -> u32 {
    let mut number: u32 = 0x811c_9dc5;
    for letter in text {
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            number = (number ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    number
}
